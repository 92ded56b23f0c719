# Removes the Mobility service by the line of its documentation, word for word, detached in the run slot. Ends with the code of Windows' installer.
$logs = Join-Path $env:ProgramData 'ASRSetupLogs'
if (-not (Test-Path -LiteralPath $logs)) { $null = New-Item -ItemType Directory -Path $logs }
$code = Start-Program (Join-Path $env:SystemRoot 'System32\msiexec.exe') $args[0] $env:SystemRoot
$log = Join-Path $logs 'UnifiedAgentMSIUninstall.log'
if ($code -ne 0 -and (Test-Path -LiteralPath $log)) {
    "--- last lines of $log"
    Get-Content -LiteralPath $log | Select-Object -Last 60
}
Exit-Script $code
