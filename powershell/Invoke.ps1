# How every cmdlet of the service runs: begin, process for each object of the pipeline, end.

function Start-FleetCall([System.Management.Automation.PSCmdlet]$Cmdlet, [string]$Name) {
    $bound = $Cmdlet.MyInvocation.BoundParameters
    $chosen = if ($bound.ContainsKey('DefaultProfile')) { $bound['DefaultProfile'] } else { $null }
    $context = Resolve-FleetContext $chosen
    if ($context -is [System.Management.Automation.ErrorRecord]) { $Cmdlet.ThrowTerminatingError($context) }
    return @{
        Name = $Name; Declared = $script:FleetCmdlets[$Name]; Context = $context; Stated = @($bound.Keys)
        Jobs = [System.Collections.Generic.List[object]]::new(); Collected = [System.Collections.Generic.List[object]]::new(); Given = $null; CollectedAs = $null; HasWarned = $false; Paging = New-FleetPaging $Cmdlet
    }
}

# Preferences of the script that calls; a module does not see them by itself, unlike a compiled cmdlet.
function Get-FleetPreference([System.Management.Automation.PSCmdlet]$Cmdlet) {
    $found = @{}
    foreach ($pair in @(@('ErrorAction', 'ErrorActionPreference'), @('WarningAction', 'WarningPreference'), @('Verbose', 'VerbosePreference'), @('Debug', 'DebugPreference'), @('WhatIf', 'WhatIfPreference'), @('Confirm', 'ConfirmPreference'), @('', 'ProgressPreference'))) {
        if ($pair[0] -ne '' -and $Cmdlet.MyInvocation.BoundParameters.ContainsKey($pair[0])) { continue }
        $value = $Cmdlet.SessionState.PSVariable.GetValue($pair[1])
        if ($null -ne $value) { $found[$pair[1]] = $value }
    }
    return $found
}

# Without a `try` around it the engine would go on behind an error of ours, with the next statement: a call could be sent that lacks what was given.
function Invoke-FleetRecord([System.Management.Automation.PSCmdlet]$Cmdlet, $Call, $Bound) {
    $preferences = Get-FleetPreference $Cmdlet
    foreach ($name in $preferences.Keys) { $ExecutionContext.SessionState.PSVariable.Set($name, $preferences[$name]) }
    try {
        $given = @{}
        foreach ($name in $Bound.Keys) { $given[$name] = $Bound[$name] }
        # What came down the pipeline is of this object alone: the engine leaves it for the next one, which may bind to another parameter.
        # A property that the object has not came as an empty text.
        foreach ($name in @($given.Keys)) {
            if ($Call.Stated -contains $name) { continue }
            $null = $Bound.Remove($name)
            if ($given[$name] -is [string] -and $given[$name] -eq '') { $given.Remove($name) }
        }
        Deny-FleetSet $Cmdlet $Call
        Write-FleetNotUsed $Cmdlet $Call $given
        if (-not (Add-FleetMember $Call $given)) { Invoke-FleetOnce $Cmdlet $Call $given }
    }
    catch { $Cmdlet.ThrowTerminatingError($_) }
}

# Microsoft's sets of what gets no Mobility service pushed: nothing here could do what they ask for.
function Deny-FleetSet([System.Management.Automation.PSCmdlet]$Cmdlet, $Call) {
    $set = $Cmdlet.ParameterSetName
    if (-not $Call.Declared.Refused.ContainsKey($set)) { return }
    $advice = 'Give -VMwareToAzure or -ReplicateVMwareToAzure with the parameters of their sets, or do this in the vault.'
    $Cmdlet.ThrowTerminatingError((New-FleetError -Code 'UnsupportedReplicationProvider' -Message "The parameter set $set $($Call.Declared.Refused[$set]); this service sets up the Mobility service on machines of VMware and physical ones" -Category 'NotImplemented' -Target $set -Facts @{ RecommendedAction = $advice }))
}

# One warning for a call, with the names of all that changes nothing.
function Write-FleetNotUsed([System.Management.Automation.PSCmdlet]$Cmdlet, $Call, $Given) {
    if ($Call.HasWarned) { return }
    $names = foreach ($name in $Call.Declared.Parameters.Keys) { if ($Call.Declared.Parameters[$name] -eq 'Ignored' -and $Given.ContainsKey($name)) { "-$name" } }
    $names = @($names)
    if ($names.Count -eq 0) { return }
    $Call.HasWarned = $true
    [System.Array]::Sort($names)
    $verb = if ($names.Count -eq 1) { @('is', 'it is') } else { @('are', 'they are') }
    $Cmdlet.WriteWarning("$([string]::Join(', ', $names)) $($verb[0]) accepted and not used: $($verb[1]) for the vault, not for the Mobility service. -WarningAction Stop stops the call here.")
}

# Objects of a pipeline are one call each, unless the call says how many at a time: then they are one batch.
function Add-FleetMember($Call, $Given) {
    $many = $Call.Declared.Many
    foreach ($name in $many.Parameters.Keys) {
        if (-not $Given.ContainsKey($name)) { continue }
        $isOneCall = $many.Parameters[$name]
        foreach ($option in $many.When) { if ($Given.ContainsKey($option)) { $isOneCall = $true } }
        if (-not $isOneCall) { continue }
        foreach ($one in $Given[$name]) { $Call.Collected.Add($one) }
        $Call.Given = $Given
        $Call.CollectedAs = $name
        return $true
    }
    return $false
}

function Complete-FleetCall([System.Management.Automation.PSCmdlet]$Cmdlet, $Call) {
    $preferences = Get-FleetPreference $Cmdlet
    foreach ($name in $preferences.Keys) { $ExecutionContext.SessionState.PSVariable.Set($name, $preferences[$name]) }
    try {
        if ($null -ne $Call.Given) {
            $given = $Call.Given
            $given[$Call.CollectedAs] = $Call.Collected.ToArray()
            Invoke-FleetOnce $Cmdlet $Call $given
        }
        if ($Call.Jobs.Count -eq 0) { return }
        if ($Cmdlet.MyInvocation.BoundParameters.ContainsKey('AsJob') -and $Cmdlet.MyInvocation.BoundParameters['AsJob']) { Start-FleetBackground $Cmdlet $Call; return }
        $waiting = foreach ($job in $Call.Jobs) { @{ Ask = @{ Name = $job.Name }; Job = $job } }
        Wait-FleetJob $Cmdlet $Call.Context @($waiting)
    }
    catch { $Cmdlet.ThrowTerminatingError($_) }
}

function Invoke-FleetOnce([System.Management.Automation.PSCmdlet]$Cmdlet, $Call, $Given) {
    $declared = $Call.Declared
    $files = Get-FleetFile $Cmdlet $declared $Given
    if ($null -eq $files) { return }
    $patterns = Get-FleetPattern $declared $Given
    foreach ($file in $files) {
        $body = New-FleetBody $Cmdlet $declared $Given $file
        if ($null -eq $body) { continue }
        $target = Get-FleetTarget $declared $Given $file
        if ($declared.ShouldProcess -and -not (Approve-FleetCall $Cmdlet $Call $body $target)) { continue }
        Write-FleetAnswer $Cmdlet $Call $body $target $Given $file $patterns
    }
}

# The parameters of a call by their declared names, as plain values.
function New-FleetBody([System.Management.Automation.PSCmdlet]$Cmdlet, $Declared, $Given, $File) {
    $body = @{}
    foreach ($name in $Given.Keys) {
        if (-not $Declared.Parameters.ContainsKey($name)) { continue }
        $kind = $Declared.Parameters[$name]
        if ($kind -eq 'Ignored') { continue }
        $value = $Given[$name]
        if ($kind -eq 'Object' -and $value -is [System.Array] -and $value.Count -eq 1) { $value = $value[0] } # one is no batch
        $body[$name] = ConvertTo-FleetValue $value $kind
    }
    foreach ($path in $Declared.Paths.Keys) {
        if (-not $Given.ContainsKey($path)) { continue }
        $text = Read-FleetText $Cmdlet $Given[$path]
        if ($null -eq $text) { return $null }
        $body[$Declared.Paths[$path]] = $text
    }
    if ($Given.ContainsKey('Credential')) {
        $body['UserName'] = $Given['Credential'].UserName
        if ($Given['Credential'].Password.Length -gt 0) { $body['Password'] = ConvertTo-FleetPlain $Given['Credential'].Password 0 }
    }
    if ($null -ne $File) { foreach ($name in $File.Body.Keys) { $body[$name] = $File.Body[$name] } }
    return $body
}
