# Unpacks an installer and runs it, detached in the run slot: its digest in the cache, then the arguments of UnifiedAgent.exe as one text.
# Ends with the installer's code. Codes of its own: 220 no space to unpack, 221 cannot be unpacked, 222 no UnifiedAgent.exe inside, 226 the file is gone.
$digest, $arguments = $args
$base = Split-Path -Parent (Split-Path -Parent (Split-Path -Parent $MfRun))
$installer = Join-Path (Join-Path $base 'cache') $digest
$logs = Join-Path $env:ProgramData 'ASRSetupLogs'
$work = Join-Path $MfRun 'work'

function Complete-Run([int]$Code, [string]$Text) {
    if ($Text) { Write-Complaint $Text }
    $null = Remove-MfTree $work 20
    Exit-Script $Code
}

function Show-End([string]$Path, [int]$Lines) {
    if (-not (Test-Path -LiteralPath $Path)) { return }
    "--- last lines of $Path"
    Get-Content -LiteralPath $Path | Select-Object -Last $Lines
}

if (-not (Test-Path -LiteralPath $installer)) { Complete-Run 226 "$installer is gone, though it was here a moment ago" }
$null = New-Item -ItemType Directory -Path $work -Force
$needed = (Get-Item -LiteralPath $installer).Length * 4
$free = ([IO.DriveInfo][IO.Path]::GetPathRoot($work)).AvailableFreeSpace
if ($free -lt $needed) { Complete-Run 220 "unpacking needs $needed bytes free at $work, there are $free" }
$program = Join-Path $work 'MobilityServiceInstaller.exe'
Copy-Item -LiteralPath $installer -Destination $program
$unpacked = Join-Path $work 'Extracted'
$code = Start-Program $program "/q /x:$unpacked" $work
if ($code -ne 0) {
    if (-not (Test-Path -LiteralPath $program)) { Complete-Run 226 "$program is gone, though it was here a moment ago" }
    Complete-Run 221 "the installer could not be unpacked: it ended with $code"
}
$setup = @('UnifiedAgent.exe', 'UnifiedAgentInstaller.exe' | ForEach-Object { Join-Path $unpacked $_ } | Where-Object { Test-Path -LiteralPath $_ })[0]
if (-not $setup) { Complete-Run 222 "the installer holds neither UnifiedAgent.exe nor UnifiedAgentInstaller.exe" }
$errors = Join-Path $work 'InstallerErrors.json'
if (Test-Path -LiteralPath $errors) { Remove-Item -LiteralPath $errors -Force } # what an earlier run left would be taken for this one's
$code = Start-Program $setup "$arguments /ValidationsOutputJsonFilePath `"$errors`"" $unpacked
# One from before this parameter refuses it as it reads its arguments, before it has changed anything.
if ($code -eq 2 -and -not (Test-Path -LiteralPath $errors)) { $code = Start-Program $setup $arguments $unpacked }
if (Test-Path -LiteralPath $errors) {
    '--- InstallerErrors.json begin'
    Read-MfFile $errors
    '--- InstallerErrors.json end'
}
if ($code -ne 0 -and $code -ne 3010) { Show-End (Join-Path $logs 'ASRUnifiedAgentInstaller.log') 60 }
Complete-Run $code ''
