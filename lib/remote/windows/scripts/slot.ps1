# The run slot: the file `slot` in the administrators' folder names the run that is in it, a folder in `runs`. It is taken and emptied under the lock. In a run's folder:
#   id        job, name and installation of the run      boot   when the machine had been started      since  uptime at launch
#   began     made by whoever is first, the supervisor or who decides that this run never begins      alive  open in the supervisor alone while it lives
#   script, supervise, words (in base64)                 work   secret files by the names in `secrets`  log    what the run printed      rc  its exit status, by rename
function Get-MfSlot([string]$Base) {
    $file = Join-Path $Base 'slot'
    if (-not (Test-Path -LiteralPath $file)) { return '' }
    $name = (Read-MfFile $file).Trim()
    if ($name -notmatch '^[0-9a-f]{32}$') { throw "$file is damaged. Remove it." }
    Join-Path (Join-Path $Base 'runs') $name
}

# Makes the decision about a run; false when it had been made.
function Set-MfBegan([string]$Run, [string]$Text) {
    try { $stream = [IO.File]::Open((Join-Path $Run 'began'), [IO.FileMode]::CreateNew, [IO.FileAccess]::Write, [IO.FileShare]::Read) }
    catch [IO.IOException] { return $false }
    $bytes = [Text.Encoding]::UTF8.GetBytes($Text)
    try { $stream.Write($bytes, 0, $bytes.Length) } finally { $stream.Dispose() }
    $true
}

# The slot is empty at once; its folder goes when no program is in the way.
function Clear-MfSlot([string]$Base, [string]$Run) {
    [IO.File]::Delete((Join-Path $Base 'slot'))
    Remove-MfTask $Run
    $null = Remove-MfTree $Run
}

# A slot that was taken, and whose launcher died before the run began, is emptied. Needs the lock: then no launcher is at work.
function Clear-MfUnbegun([string]$Base) {
    $run = Get-MfSlot $Base
    if ($run -and (-not (Test-Path -LiteralPath $run) -or (Set-MfBegan $run 'never'))) { Clear-MfSlot $Base $run }
}

function Remove-MfSecrets([string]$Run) {
    $names = Join-Path $Run 'secrets'
    if (-not (Test-Path -LiteralPath $names)) { return }
    foreach ($name in (Read-MfFile $names).Split("`n")) {
        if ($name) { [IO.File]::Delete((Join-Path (Join-Path $Run 'work') (Split-Path -Leaf $name))) }
    }
    [IO.File]::Delete($names)
}

# What is in the slot, as facts. The exit status wins over everything; then a restart; then who lives.
function Get-MfRun([string]$Base) {
    $run = Get-MfSlot $Base
    if (-not $run -or -not (Test-Path -LiteralPath (Join-Path $run 'id'))) { return @{ state = 'none' } }
    $facts = @{ folder = $run }
    foreach ($line in (Read-MfFile (Join-Path $run 'id')).Split("`n")) {
        $name, $value = $line -split ' ', 2
        if ($value) { $facts[$name] = $value }
    }
    $lives = Test-MfHeld (Join-Path $run 'alive')
    $status = Join-Path $run 'rc'
    if (Test-Path -LiteralPath $status) { return $facts + @{ state = 'ended'; exit = (Read-MfFile $status).Trim() } }
    if ((Read-MfFile (Join-Path $run 'boot')).Trim() -ne (Get-MfBoot)) { return $facts + @{ state = 'lost'; reason = 'rebooted' } }
    if (-not $lives) { return $facts + @{ state = 'lost'; reason = 'gone' } }
    $facts + @{ state = 'running'; elapsed = (Get-MfUptime) - [long](Read-MfFile (Join-Path $run 'since')) }
}

function Write-MfRun($Facts) {
    foreach ($name in 'job', 'name', 'installation', 'exit', 'reason', 'elapsed', 'state') {
        if ($Facts.ContainsKey($name)) { Write-Fact $name $Facts[$name] }
    }
}
