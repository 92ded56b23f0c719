# What is shown while jobs are awaited: how long it takes by now, where it is, and what the installer said last; of a batch the machines at work.

$script:MostChildren = 4
$script:LogTail = 4096

function Write-FleetProgress($Wait, $One) {
    if ($ProgressPreference -eq 'SilentlyContinue' -or $ProgressPreference -eq 'Ignore') { return }
    $job = $One.Job
    $record = New-FleetProgress $job "$($job.DisplayName): $($job.TargetObjectName)"
    $batch = $job.FleetDetails.Batch
    if ($null -ne $batch -and $batch.Total -gt 0) {
        $done = $batch.Succeeded + $batch.Failed + $batch.Cancelled + $batch.Skipped
        $counts = foreach ($pair in @(@('Running', 'at work'), @('Waiting', 'waiting'), @('Suspended', 'suspended'), @('Failed', 'failed'), @('Cancelled', 'cancelled'), @('Skipped', 'skipped'))) {
            $count = $batch.($pair[0])
            if ($count -gt 0) { "$count $($pair[1])" }
        }
        $record.StatusDescription = [string]::Join(', ', @("$done of $($batch.Total) machines") + @($counts) + @(Get-FleetElapsed $Wait $job))
        $record.PercentComplete = [int](100 * $done / $batch.Total)
        Write-FleetRecord $Wait $record
        Write-FleetChildren $Wait $job $record.ActivityId
        return
    }
    Set-FleetStep $Wait $job $record
    Write-FleetRecord $Wait $record
}

function New-FleetProgress($Job, [string]$Activity) {
    [System.Management.Automation.ProgressRecord]::new([System.Math]::Abs($Job.Name.GetHashCode() % 1000000), $Activity, [string]$Job.State)
}

# The step that is at work, how many have ended, and the last line of the log.
function Set-FleetStep($Wait, $Job, $Record) {
    $tasks = @($Job.Tasks)
    $ended = 0
    $current = $Job.StateDescription
    $isAtWork = $false
    foreach ($task in $tasks) {
        if ($task.State -eq 'InProgress') { $current = $task.Name; $isAtWork = $true }
        elseif ($task.State -ne 'NotStarted') { $ended += 1 }
    }
    $line = if ($isAtWork) { Get-FleetLastLine $Wait $Job.Name } else { '' }
    $Record.StatusDescription = "$($Job.State): $current, $(Get-FleetElapsed $Wait $Job)" + $(if ($line -ne '') { ": $line" } else { '' })
    if ($tasks.Count -gt 0) { $Record.PercentComplete = [int](100 * $ended / $tasks.Count) }
}

function Get-FleetElapsed($Wait, $Job) {
    $elapsed = if ($Job.StartTime -is [System.DateTime]) { [System.DateTime]::Now - $Job.StartTime } else { $Wait.Since.Elapsed }
    if ($elapsed -lt [System.TimeSpan]::Zero) { $elapsed = $Wait.Since.Elapsed }
    '{0:00}:{1:00}:{2:00}' -f [System.Math]::Floor($elapsed.TotalHours), $elapsed.Minutes, $elapsed.Seconds
}

function Write-FleetChildren($Wait, $Job, [int]$Parent) {
    $answer = Send-FleetRequest -Cmdlet $Wait.Cmdlet -Context $Wait.Context -Name $script:GetJob -Body @{ ParentJob = $Job.Name; State = 'InProgress'; Top = $script:MostChildren } -Target $Job
    if ($null -ne $answer.Error) { return }
    $now = @{}
    foreach ($child in @(Get-FleetProperty $answer.Answer 'value')) {
        if ($null -eq $child) { continue }
        $made = ConvertTo-FleetObject $child @('ASRJob')
        $record = New-FleetProgress $made $made.TargetObjectName
        $record.ParentActivityId = $Parent
        Set-FleetStep $Wait $made $record
        $now[$record.ActivityId] = $true
        Write-FleetRecord $Wait $record
    }
    foreach ($id in @($Wait.Shown.Keys)) {
        if ($Wait.Shown[$id].ParentActivityId -eq $Parent -and -not $now.ContainsKey($id)) { Write-FleetCompleted $Wait $id }
    }
}

function Write-FleetRecord($Wait, $Record) {
    $Wait.Shown[$Record.ActivityId] = $Record
    $Wait.Cmdlet.WriteProgress($Record)
}

function Close-FleetProgress($Wait, $One) {
    if ($null -eq $One.Job) { return }
    $own = (New-FleetProgress $One.Job 'ended').ActivityId
    foreach ($id in @($Wait.Shown.Keys)) { if ($id -eq $own -or $Wait.Shown[$id].ParentActivityId -eq $own) { Write-FleetCompleted $Wait $id } }
}

function Write-FleetCompleted($Wait, [int]$Id) {
    $last = $Wait.Shown[$Id]
    $Wait.Shown.Remove($Id)
    $record = [System.Management.Automation.ProgressRecord]::new($Id, $last.Activity, 'ended')
    $record.ParentActivityId = $last.ParentActivityId
    $record.RecordType = [System.Management.Automation.ProgressRecordType]::Completed
    $Wait.Cmdlet.WriteProgress($record)
}

# What installers print is text of a machine: one line of it, without what a terminal would obey. What cannot be read now is read the next time.
function Get-FleetLastLine($Wait, [string]$Name) {
    if (-not $Wait.Logs.ContainsKey($Name)) { $Wait.Logs[$Name] = @{ Offset = 0; Line = '' } }
    $log = $Wait.Logs[$Name]
    for ($reads = 0; $reads -lt 2; $reads += 1) {
        $answer = Send-FleetRequest -Cmdlet $Wait.Cmdlet -Context $Wait.Context -Name 'Get-AzureRmRecoveryServicesAsrJobLog' -Body @{ Name = $Name; Offset = $log.Offset; Length = $script:LogTail } -Target $Name
        if ($null -ne $answer.Error) { break }
        $lines = @(([string](Get-FleetProperty $answer.Answer 'Text') -replace '[^\P{C}\n]', ' ') -split '\n' -match '\S')
        if ($lines.Count -gt 0) { $log.Line = $lines[-1].Trim() }
        if ($log.Line.Length -gt 120) { $log.Line = $log.Line.Substring(0, 120) }
        $next = [long](Get-FleetProperty $answer.Answer 'NextOffset')
        $size = [long](Get-FleetProperty $answer.Answer 'SizeBytes')
        $log.Offset = [System.Math]::Max($next, $size - $script:LogTail)
        if ($next -ge $size) { break }
    }
    return $log.Line
}
