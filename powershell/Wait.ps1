# -WaitForCompletion and Wait-AsrJob: all jobs are watched together, and each is put out when it has ended.

$script:GetJob = 'Get-AzureRmRecoveryServicesAsrJob'
# The jobs go on without us: the service may be away for so long, and is asked no more seldom than that.
$script:LongestOutage = [System.TimeSpan]::FromMinutes(30)
$script:LongestPause = 30000

# Each of $Jobs is what Get-AsrJob is asked, with the job where it is known already.
function Wait-FleetJob([System.Management.Automation.PSCmdlet]$Cmdlet, $Context, $Jobs, [int]$Timeout = 0) {
    $wait = @{
        Cmdlet = $Cmdlet; Context = $Context; Waiting = [System.Collections.Generic.List[object]]::new()
        Logs = @{}; Shown = @{}; Since = [System.Diagnostics.Stopwatch]::StartNew(); Away = $null
    }
    foreach ($one in $Jobs) { $wait.Waiting.Add($one) }
    $pause = if ($null -eq $wait.Waiting[0].Job) { 0 } else { 500 }
    $isOver = $false
    try {
        while ($true) {
            foreach ($one in $wait.Waiting.ToArray()) { if ($null -ne $one.Job) { Write-FleetState $wait $one } }
            if ($wait.Waiting.Count -eq 0) { break }
            if ($Timeout -gt 0 -and $wait.Since.Elapsed.TotalSeconds -ge $Timeout) { Write-FleetTimeout $wait $Timeout; break }
            Wait-FleetTime $pause
            Read-FleetWaiting $wait
            $pause = if ($null -eq $wait.Away) { [System.Math]::Min(5000, $pause + 500) } else { [System.Math]::Min($script:LongestPause, 2 * $pause + 500) }
        }
        $isOver = $true
    }
    finally {
        # A pipeline that is stopped takes nothing any more, but its host does.
        if (-not $isOver) { Show-FleetLeft $wait.Waiting }
        foreach ($one in $wait.Waiting) { Close-FleetProgress $wait $one }
    }
}

function Write-FleetState($Wait, $One) {
    if ($One.Job.State -eq 'NotStarted' -or $One.Job.State -eq 'InProgress') {
        if ($null -eq $Wait.Away) { Write-FleetProgress $Wait $One }
        return
    }
    $null = $Wait.Waiting.Remove($One)
    Close-FleetProgress $Wait $One
    Write-FleetJob $Wait.Cmdlet $One.Job
}

function Write-FleetJob([System.Management.Automation.PSCmdlet]$Cmdlet, $Job) {
    $Cmdlet.WriteObject($Job, $false)
    switch ($Job.State) {
        'Failed' { $Cmdlet.WriteError((New-FleetJobError $Job)) }
        'Cancelled' { $Cmdlet.WriteError((New-FleetJobError $Job)) }
        'Suspended' { $Cmdlet.WriteWarning("The job $($Job.Name) of $($Job.TargetObjectName) waits for a decision: $($Job.FleetDetails.Message) Resume-AsrJob goes on with it, Stop-AsrJob ends it.") }
    }
}

function Read-FleetWaiting($Wait) {
    foreach ($one in $Wait.Waiting.ToArray()) {
        $answer = Send-FleetRequest -Cmdlet $Wait.Cmdlet -Context $Wait.Context -Name $script:GetJob -Body $one.Ask -Target $one.Job
        if ($null -eq $answer.Error) {
            if ($null -ne $Wait.Away) { $Wait.Cmdlet.WriteVerbose("The service answers again, after $([int]$Wait.Away.Elapsed.TotalSeconds) s.") }
            $Wait.Away = $null
            $one.Job = ConvertTo-FleetObject $answer.Answer @('ASRJob')
            $one.Ask = @{ Name = $one.Job.Name }
            continue
        }
        $isAway = $answer.Status -eq 0 -or $answer.Status -eq 408 -or $answer.Status -eq 429 -or $answer.Status -ge 500
        if (-not $isAway -and $answer.Status -ne 401 -and $answer.Status -ne 403) { Write-FleetLost $Wait $one $answer.Error; continue }
        if ($isAway -and $null -eq $Wait.Away) {
            $Wait.Away = [System.Diagnostics.Stopwatch]::StartNew()
            $minutes = [System.Math]::Ceiling($script:LongestOutage.TotalMinutes)
            $Wait.Cmdlet.WriteWarning("$($answer.Error.Exception.Message.TrimEnd('.')). What was begun goes on; the service is asked again for $minutes minutes.")
        }
        if (-not $isAway -or $Wait.Away.Elapsed -gt $script:LongestOutage) { foreach ($left in $Wait.Waiting.ToArray()) { Write-FleetLost $Wait $left $answer.Error } }
        return
    }
}

# The job as it was seen last, and an error that names it.
function Write-FleetLost($Wait, $One, [System.Management.Automation.ErrorRecord]$Why) {
    $name = Get-FleetAsked $One
    $message = "$(Format-FleetJob $One) is not followed any longer: $($Why.Exception.Message)"
    $again = if ($Why.CategoryInfo.Category -eq 'ObjectNotFound') { 'Get-AsrJob lists the jobs that there are.' } else { "Wait-AsrJob -Name $name waits for it again." }
    $facts = @{ RecommendedAction = "$($Why.Exception.Data['RecommendedAction']) $again".Trim(); ClientRequestId = $Why.Exception.Data['ClientRequestId'] }
    Write-FleetUnfinished $Wait $One (New-FleetError -Code 'JobNotFollowed' -Message $message -Category 'OperationStopped' -Target $name -Facts $facts -Cause $Why.Exception)
}

function Write-FleetTimeout($Wait, [int]$Timeout) {
    foreach ($one in $Wait.Waiting.ToArray()) {
        $name = Get-FleetAsked $one
        $facts = @{ RecommendedAction = "Wait-AsrJob -Name $name waits for it again." }
        Write-FleetUnfinished $Wait $one (New-FleetError -Code 'WaitTimedOut' -Message "$(Format-FleetJob $one) has not ended within $Timeout s, and goes on" -Category 'OperationTimeout' -Target $name -Facts $facts)
    }
}

function Write-FleetUnfinished($Wait, $One, [System.Management.Automation.ErrorRecord]$Problem) {
    $null = $Wait.Waiting.Remove($One)
    Close-FleetProgress $Wait $One
    if ($null -ne $One.Job) { $Wait.Cmdlet.WriteObject($One.Job, $false) }
    $Wait.Cmdlet.WriteError($Problem)
}

function Show-FleetLeft($Waiting) {
    if ($Waiting.Count -eq 0 -or $WarningPreference -eq 'SilentlyContinue' -or $WarningPreference -eq 'Ignore' -or $null -eq $Host.UI) { return }
    $shown = 0
    foreach ($one in $Waiting) {
        if ($shown -ge 5) { $Host.UI.WriteWarningLine("$($Waiting.Count - $shown) more jobs go on: Get-AsrJob -State InProgress."); return }
        $Host.UI.WriteWarningLine("$(Format-FleetJob $one) goes on: Wait-AsrJob -Name $(Get-FleetAsked $one) waits for it again, Stop-AsrJob ends it.")
        $shown += 1
    }
}

function Format-FleetJob($One) {
    if ($null -eq $One.Job) { return "The job $(Get-FleetAsked $One)" }
    return "The job $($One.Job.Name) ($($One.Job.DisplayName) of $($One.Job.TargetObjectName))"
}

function Get-FleetAsked($One) {
    if ($One.Ask.ContainsKey('Name')) { return $One.Ask.Name }
    return ([string]$One.Ask.Job -split '/')[-1]
}
