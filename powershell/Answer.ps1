# Calls, and writes the objects as they come, page by page: a pipeline that has enough ends the reading. Machines are written when all are there, by name.
function Write-FleetAnswer([System.Management.Automation.PSCmdlet]$Cmdlet, $Call, $Body, [string]$Target, $Given, $File, $Patterns) {
    $declared = $Call.Declared
    $left = if ($Given.ContainsKey('Top')) { [int]$Given['Top'] } else { [int]::MaxValue }
    $found = 0
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
            $found += 1
            if ($declared.Sorted) { $sorted.Add($made); continue }
            if (Step-FleetPaging $Call.Paging) { Write-FleetOutput $Cmdlet $Call $made $Given $File }
            if ($Call.Paging.First -eq 0) { return }
        }
        $next = if ($isPage) { Get-FleetProperty $answer.Answer 'nextLink' } else { $null }
        if ([string]::IsNullOrEmpty($next) -and $isPage -and $found -eq 0) { Write-FleetNothing $Cmdlet $Given $Patterns }
        if ([string]::IsNullOrEmpty($next) -or $left -le 0) { break }
        # Only its query: the address and the credential are those of the context, whatever a link says.
        $answer = Send-FleetRequest -Cmdlet $Cmdlet -Context $Call.Context -Name $Call.Name -Query ([uri]$next).Query -Target $Target
    }
    foreach ($made in (Get-FleetSorted $sorted)) { if (Step-FleetPaging $Call.Paging) { Write-FleetOutput $Cmdlet $Call $made $Given $File } }
}

# A name that is written out and is not there is an error of the service; of one with wildcards nobody would hear.
function Write-FleetNothing([System.Management.Automation.PSCmdlet]$Cmdlet, $Given, $Patterns) {
    foreach ($from in $Patterns, $Given) {
        foreach ($name in @($from.Keys)) {
            if ($from[$name] -is [string] -and $name -like '*Name' -and $from[$name] -match '[*?]') { $Cmdlet.WriteWarning("Nothing fits -$name $($from[$name])."); return }
        }
    }
}

function Write-FleetOutput([System.Management.Automation.PSCmdlet]$Cmdlet, $Call, $Object, $Given, $File) {
    $made = Save-FleetFile $Cmdlet $Call $Object $Given $File
    if ($null -eq $made) { return }
    $isAwaited = ($Given.ContainsKey('WaitForCompletion') -and $Given['WaitForCompletion']) -or ($Given.ContainsKey('AsJob') -and $Given['AsJob'])
    $job = if ($null -ne $made.PSObject.Properties['Job'] -and $made.Job -is [System.Management.Automation.PSCustomObject]) { $made.Job } else { $made }
    if ($isAwaited -and $null -ne $job.PSObject.Properties['State']) { $Call.Jobs.Add($job) }
    else {
        if ($Call.Declared.Answers -eq 'job') { Write-FleetWarning $Cmdlet $job }
        $Cmdlet.WriteObject($made, $false)
    }
}

# Of a job that was just started and is not waited for: that nothing fits what it was asked for.
function Write-FleetWarning([System.Management.Automation.PSCmdlet]$Cmdlet, $Job) {
    $details = Get-FleetProperty $Job 'FleetDetails'
    if ($null -eq $details) { return }
    foreach ($warning in @(Get-FleetProperty $details 'Warnings')) { if ($warning) { $Cmdlet.WriteWarning([string]$warning) } }
}

function Write-FleetError([System.Management.Automation.PSCmdlet]$Cmdlet, $Answer) {
    # Without a service or a credential every further object would fail in the same way.
    if ($Answer.Ends) { $Cmdlet.ThrowTerminatingError($Answer.Error) }
    $Cmdlet.WriteError($Answer.Error)
}
