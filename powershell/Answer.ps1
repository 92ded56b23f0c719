# Calls, and writes the objects as they come, page by page: a pipeline that has enough ends the reading. Machines are written when all are there, by name.
function Write-FleetAnswer([System.Management.Automation.PSCmdlet]$Cmdlet, $Call, $Body, [string]$Target, $Given, $File, $Patterns) {
    $declared = $Call.Declared
    $left = if ($Given.ContainsKey('Top')) { [int]$Given['Top'] } else { [int]::MaxValue }
    $sorted = [System.Collections.Generic.List[object]]::new()
    $answer = Send-FleetRequest -Cmdlet $Cmdlet -Context $Call.Context -Name $Call.Name -Body $Body -Secrets $declared.Secrets -Target $Target
    while ($true) {
        if ($null -ne $answer.Error) { Write-FleetError $Cmdlet $answer; break }
        $page = $answer.Answer.PSObject.Properties['value']
        $isPage = $declared.Answers -eq 'list' -and $null -ne $page
        $items = if ($isPage) { $page.Value } else { , $answer.Answer }
        foreach ($item in @($items)) {
            if ($left -le 0) { break }
            $made = ConvertTo-FleetObject $item $declared.Output
            if (-not (Test-FleetPattern $made $Patterns)) { continue }
            $left -= 1
            if ($declared.Sorted) { $sorted.Add($made); continue }
            if (Step-FleetPaging $Call.Paging) { Write-FleetOutput $Cmdlet $Call $made $Given $File }
            if ($Call.Paging.First -eq 0) { return }
        }
        $next = if ($isPage) { Get-FleetProperty $answer.Answer 'nextLink' } else { $null }
        if ([string]::IsNullOrEmpty($next) -or $left -le 0) { break }
        # Only its query: the address and the credential are those of the context, whatever a link says.
        $answer = Send-FleetRequest -Cmdlet $Cmdlet -Context $Call.Context -Name $Call.Name -Query ([uri]$next).Query -Target $Target
    }
    foreach ($made in (Get-FleetSorted $sorted)) { if (Step-FleetPaging $Call.Paging) { Write-FleetOutput $Cmdlet $Call $made $Given $File } }
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
