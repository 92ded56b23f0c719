# -WaitForCompletion: all jobs of the call are watched together, and each is put out when it has ended.

$script:GetJob = 'Get-AzureRmRecoveryServicesAsrJob'

function Wait-FleetJob([System.Management.Automation.PSCmdlet]$Cmdlet, $Call) {
    $waiting = [System.Collections.Generic.List[object]]::new($Call.Jobs)
    $pause = 500
    $failures = 0
    try {
        while ($true) {
            foreach ($job in $waiting.ToArray()) {
                if ($job.State -eq 'NotStarted' -or $job.State -eq 'InProgress') { Write-FleetProgress $Cmdlet $job $false; continue }
                Write-FleetProgress $Cmdlet $job $true
                $null = $waiting.Remove($job)
                Write-FleetJob $Cmdlet $job
            }
            if ($waiting.Count -eq 0) { return }
            Wait-FleetTime $pause
            $pause = [System.Math]::Min(5000, $pause + 500)
            for ($index = 0; $index -lt $waiting.Count; $index += 1) {
                $answer = Send-FleetRequest -Cmdlet $Cmdlet -Context $Call.Context -Name $script:GetJob -Body @{ Name = $waiting[$index].Name } -Target $waiting[$index]
                if ($null -eq $answer.Error) { $failures = 0; $waiting[$index] = ConvertTo-FleetObject $answer.Answer @('ASRJob'); continue }
                # The job goes on without us: a service that is away for a moment is asked again.
                $failures += 1
                if ($failures -ge 10 -or ($answer.Status -gt 0 -and $answer.Status -lt 500)) { Write-FleetError $Cmdlet $answer; return }
                $Cmdlet.WriteWarning("$($answer.Error.Exception.Message) The job goes on; it is asked for again.")
                break
            }
        }
    }
    finally {
        foreach ($job in $waiting) { Write-FleetProgress $Cmdlet $job $true }
    }
}

function Write-FleetJob([System.Management.Automation.PSCmdlet]$Cmdlet, $Job) {
    $Cmdlet.WriteObject($Job, $false)
    switch ($Job.State) {
        'Failed' { $Cmdlet.WriteError((New-FleetJobError $Job)) }
        'Cancelled' { $Cmdlet.WriteError((New-FleetJobError $Job)) }
        'Suspended' { $Cmdlet.WriteWarning("The job $($Job.Name) of $($Job.TargetObjectName) waits for a decision: $($Job.FleetDetails.Message) Resume-AsrJob goes on with it, Stop-AsrJob ends it.") }
    }
}

function Write-FleetProgress([System.Management.Automation.PSCmdlet]$Cmdlet, $Job, [bool]$IsOver) {
    if ($ProgressPreference -eq 'SilentlyContinue') { return }
    $tasks = @($Job.Tasks)
    $ended = 0
    $current = $Job.StateDescription
    foreach ($task in $tasks) {
        if ($task.State -eq 'InProgress') { $current = $task.Name }
        elseif ($task.State -ne 'NotStarted') { $ended += 1 }
    }
    $record = [System.Management.Automation.ProgressRecord]::new([System.Math]::Abs($Job.Name.GetHashCode() % 1000000), "$($Job.DisplayName): $($Job.TargetObjectName)", "$($Job.State): $current")
    $batch = $Job.FleetDetails.Batch
    if ($null -ne $batch -and $batch.Total -gt 0) {
        $done = $batch.Succeeded + $batch.Failed + $batch.Cancelled + $batch.Skipped
        $record.StatusDescription = "$done of $($batch.Total) machines, $($batch.Running) at work, $($batch.Failed) failed"
        $record.PercentComplete = [int](100 * $done / $batch.Total)
    }
    elseif ($tasks.Count -gt 0) { $record.PercentComplete = [int](100 * $ended / $tasks.Count) }
    if ($IsOver) { $record.RecordType = [System.Management.Automation.ProgressRecordType]::Completed }
    $Cmdlet.WriteProgress($record)
}
