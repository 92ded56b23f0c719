# Removes the Mobility service from this Windows machine. Run uninstall.cmd as administrator. README.md says what each exit code means.
# NOT RUN: nobody has run these scripts on Windows so far. Their text is tested, and their syntax and decisions in the engine of PowerShell 7.
. (Join-Path (Split-Path -Parent $MyInvocation.MyCommand.Path) 'common.ps1')
trap { Leave 1 "unexpected: $_" }

Assert-Administrator
if ($args.Count -gt 0) { Leave 230 "$args is not known; expected nothing" }
if (-not (Test-Installed)) { Leave 0 'the Mobility service is not installed' }
Say "removing version $(Get-AgentVersion)"
if (-not (Test-Path $logs)) { New-Item -ItemType Directory -Path $logs | Out-Null }
$code = Invoke-Program 'msiexec.exe' "/qn /norestart /x $product /L+*V ""$logs\UnifiedAgentMSIUninstall.log"""
if (Test-Installed) {
    if ($code -eq 0) { Leave 244 'the uninstaller claims success, but the Mobility service is still installed' }
    Leave $code "the uninstaller failed; see $logs\UnifiedAgentMSIUninstall.log"
}
Leave $(if ($code -eq 1605) { 0 } else { $code }) 'the Mobility service is removed'
