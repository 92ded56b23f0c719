# LAB stand-in: shutdown.exe does it, because PowerShell's own asks WMI.
[CmdletBinding()]
param([switch] $Force, [string[]] $ComputerName)
& "$env:SystemRoot\System32\shutdown.exe" /r /t 0
