# Takes the run slot and starts SCRIPT in it under SUPERVISE; tells what is in the slot afterwards.
# CACHED is the digest of a file that the run needs, CACHED_SIZE its bytes. SECRET_NAMES are the names of the secret files, SECRET_1 ... their contents.
function Start-MfRun([string]$Base, [string]$Installation, [string]$Token, [string]$Job, [string]$Name, [string[]]$Words) {
    Open-MfBase $Base
    Lock-MfBase $Base
    Confirm-MfFence $Base $Installation $Token
    Clear-MfUnbegun $Base
    if (-not (Get-MfSlot $Base)) {
        if ($CACHED -and -not (Test-MfCached $Base $CACHED $CACHED_SIZE)) { Exit-WithState 'absent' }
        Remove-MfOldRuns $Base
        $run = Join-Path (Join-Path $Base 'runs') ([guid]::NewGuid().ToString('N'))
        Initialize-MfRun $run "job $Job`nname $Name`ninstallation $Installation`n" $Words
        Write-MfFile (Join-Path $Base 'slot') (Split-Path -Leaf $run)
        try { Start-MfTask $run $ENTRY }
        finally { Wait-MfBegan $Base $run }
    }
    Write-MfRun (Get-MfRun $Base)
}

function Initialize-MfRun([string]$Run, [string]$Id, [string[]]$Words) {
    $work = Join-Path $Run 'work'
    $null = New-Item -ItemType Directory -Path $work
    Write-MfFile (Join-Path $Run 'script') $SCRIPT
    Write-MfFile (Join-Path $Run 'supervise') $SUPERVISE
    $lines = foreach ($word in $Words) { 'a:' + [Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes($word)) }
    Write-MfFile (Join-Path $Run 'words') (@($lines) -join "`n")
    Write-MfFile (Join-Path $Run 'boot') (Get-MfBoot)
    Write-MfFile (Join-Path $Run 'since') (Get-MfUptime)
    if ($SECRET_NAMES) { Write-MfFile (Join-Path $Run 'secrets') $SECRET_NAMES }
    $index = 0
    foreach ($name in $SECRET_NAMES.Split("`n")) {
        $index++
        if ($name) { Write-MfFile (Join-Path $work $name) (Get-Variable -ValueOnly "SECRET_$index") }
    }
    Write-MfFile (Join-Path $Run 'id') $Id
}

# Returns when the supervisor has taken over; a run that has not begun by then never does.
function Wait-MfBegan([string]$Base, [string]$Run) {
    $until = (Get-MfUptime) + 45
    while (-not (Test-Path -LiteralPath (Join-Path $Run 'began'))) {
        if ((Get-MfUptime) -ge $until) {
            Clear-MfUnbegun $Base
            if (-not (Get-MfSlot $Base)) { throw 'the run did not begin; does the Task Scheduler (service Schedule) start tasks on this machine?' }
            return
        }
        Start-Sleep -Milliseconds 100
    }
}

# Folders of runs that have left the slot, and that something was in the way of.
function Remove-MfOldRuns([string]$Base) {
    foreach ($old in Get-ChildItem -LiteralPath (Join-Path $Base 'runs')) { $null = Remove-MfTree $old.FullName 0 }
}
$base, $installation, $token, $job, $name, $words = $args
Start-MfRun $base $installation $token $job $name $words
