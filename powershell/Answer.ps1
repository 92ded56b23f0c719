# Calls, and writes the objects as they come, page by page: a pipeline that has enough ends the reading.
function Write-FleetAnswer([System.Management.Automation.PSCmdlet]$Cmdlet, $Call, $Body, [string]$Target, $Given, $File) {
    $declared = $Call.Declared
    $left = if ($Given.ContainsKey('Top')) { [int]$Given['Top'] } else { [int]::MaxValue }
    $answer = Send-FleetRequest -Cmdlet $Cmdlet -Context $Call.Context -Name $Call.Name -Body $Body -Secrets $declared.Secrets -Target $Target
    while ($true) {
        if ($null -ne $answer.Error) { Write-FleetError $Cmdlet $answer; return }
        $page = $answer.Answer.PSObject.Properties['value']
        $isPage = $declared.Answers -eq 'list' -and $null -ne $page
        $items = if ($isPage) { $page.Value } else { , $answer.Answer }
        foreach ($item in @($items)) {
            if ($left -le 0) { return }
            $left -= 1
            Write-FleetOutput $Cmdlet $Call (ConvertTo-FleetObject $item $declared.Output) $Given $File
        }
        $next = if ($isPage) { Get-FleetProperty $answer.Answer 'nextLink' } else { $null }
        if ([string]::IsNullOrEmpty($next) -or $left -le 0) { return }
        # Only its query: the address and the credential are those of the context, whatever a link says.
        $answer = Send-FleetRequest -Cmdlet $Cmdlet -Context $Call.Context -Name $Call.Name -Query ([uri]$next).Query -Target $Target
    }
}

function Write-FleetOutput([System.Management.Automation.PSCmdlet]$Cmdlet, $Call, $Object, $Given, $File) {
    $made = Save-FleetFile $Cmdlet $Call $Object $Given $File
    if ($null -eq $made) { return }
    $isAwaited = ($Given.ContainsKey('WaitForCompletion') -and $Given['WaitForCompletion']) -or ($Given.ContainsKey('AsJob') -and $Given['AsJob'])
    $job = if ($null -ne $made.PSObject.Properties['Job'] -and $made.Job -is [System.Management.Automation.PSCustomObject]) { $made.Job } else { $made }
    if ($isAwaited -and $null -ne $job.PSObject.Properties['State']) { $Call.Jobs.Add($job) }
    else { $Cmdlet.WriteObject($made, $false) }
}

function Write-FleetError([System.Management.Automation.PSCmdlet]$Cmdlet, $Answer) {
    # Without a service or a credential every further object would fail in the same way.
    if ($Answer.Ends) { $Cmdlet.ThrowTerminatingError($Answer.Error) }
    $Cmdlet.WriteError($Answer.Error)
}
