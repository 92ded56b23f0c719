@echo off
rem Runs the PowerShell script of the same name beside this file, as 64-bit also from the 32-bit Configuration Manager client, and hands on its exit code.
setlocal
set "program=%SystemRoot%\Sysnative\WindowsPowerShell\v1.0\powershell.exe"
if not exist "%program%" set "program=%SystemRoot%\System32\WindowsPowerShell\v1.0\powershell.exe"
"%program%" -NoProfile -NonInteractive -ExecutionPolicy Bypass -File "%~dpn0.ps1" %*
exit /b %ERRORLEVEL%
