# What a person would call the thing that the call is about.
function Get-FleetTarget($Declared, $Given, $File) {
    if ($null -ne $File) { return $File.Path }
    foreach ($name in $Declared.Targets) {
        if (-not $Given.ContainsKey($name) -or $null -eq $Given[$name]) { continue }
        $names = foreach ($one in @($Given[$name])) {
            $shown = $null
            foreach ($known in 'FriendlyName', 'AccountName', 'Name', 'ID') {
                $property = if ($one -is [string]) { $null } else { $one.PSObject.Properties[$known] }
                if ($null -ne $property -and $null -ne $property.Value) { $shown = [string]$property.Value; break }
            }
            if ($null -eq $shown) { [string]$one } else { $shown }
        }
        $names = @($names)
        if ($names.Count -gt 10) { return "$($names.Count) objects" }
        return [string]::Join(', ', $names)
    }
    return 'the fleet'
}

# Asks before something is changed. The service's own words and plan are fetched only where somebody reads them. What ends something is asked about by
# itself, and what restarts or registers anew where it is done to many; -Force and -Confirm:$false ask nothing.
function Approve-FleetCall([System.Management.Automation.PSCmdlet]$Cmdlet, $Call, $Body, [string]$Target) {
    $bound = $Cmdlet.MyInvocation.BoundParameters
    $whatIf = if ($bound.ContainsKey('WhatIf')) { [bool]$bound['WhatIf'] } else { [bool]$WhatIfPreference }
    $isForced = $bound.ContainsKey('Force') -and $bound['Force']
    $movesMany = $Call.Declared.MovesMany -and (Test-FleetMany $Call $Body) -and ($Call.Name -like 'Register-*' -or $Body['Restart'])
    $impact = if ($Call.Declared.Ends -or $movesMany) { [System.Management.Automation.ConfirmImpact]::High } else { [System.Management.Automation.ConfirmImpact]::Medium }
    $isAsked = if ($bound.ContainsKey('Confirm')) { [bool]$bound['Confirm'] } else { -not $isForced -and $ConfirmPreference -ne 'None' -and [System.Management.Automation.ConfirmImpact]$ConfirmPreference -le $impact }
    if (-not $whatIf -and -not $isAsked) { return $true }
    $asked = @{}
    foreach ($name in $Body.Keys) { $asked[$name] = $Body[$name] }
    $asked['WhatIf'] = $true
    $answer = Send-FleetRequest -Cmdlet $Cmdlet -Context $Call.Context -Name $Call.Name -Body $asked -Secrets $Call.Declared.Secrets -Target $Target
    if ($null -ne $answer.Error) { Write-FleetError $Cmdlet $answer; return $false }
    $proposal = ConvertTo-FleetObject $answer.Answer @('WhatIf')
    $text = $proposal.Message -replace '^What if: ', ''
    if ($null -ne $proposal.Plan) {
        $count = Get-FleetMachineCount $proposal.Plan
        if ($null -ne $count) { $text = "$text $count machines." }
        $text = Limit-FleetText ($text + [System.Environment]::NewLine + (Format-FleetPlan $proposal.Plan '  '))
    }
    if ($null -ne $proposal.Plan -and (Get-FleetMachineCount $proposal.Plan) -eq 0 -and $Call.Declared.Many.Parameters.Count -gt 0) { $Cmdlet.WriteWarning("No machine of $($proposal.Target) fits the selection.") }
    # The engine asks by itself only for the impact that the cmdlet was declared with.
    $isApproved = if ($movesMany -and -not $whatIf -and -not $bound.ContainsKey('Confirm') -and $ConfirmPreference -eq 'High') { $Cmdlet.ShouldContinue($text, 'Confirm') }
    else { $Cmdlet.ShouldProcess($text, $text, 'Confirm') }
    if ($whatIf -and $null -ne $proposal.Plan) { $Cmdlet.WriteObject($proposal.Plan, $false) }
    return $isApproved
}

# Is the call about more than one machine, or about all of a place?
function Test-FleetMany($Call, $Body) {
    foreach ($name in 'Fabric', 'ProtectionContainer', 'PlanId') { if ($Body.ContainsKey($name)) { return $true } }
    foreach ($name in $Call.Declared.Many.Parameters.Keys) { if ($Body.ContainsKey($name) -and @($Body[$name]).Count -gt 1) { return $true } }
    return $false
}

# Of a plan that is about many.
function Get-FleetMachineCount($Plan) {
    foreach ($name in 'Total', 'Machines') {
        $property = $Plan.PSObject.Properties[$name]
        if ($null -ne $property -and ($property.Value -is [int] -or $property.Value -is [long])) { return $property.Value }
    }
    return $null
}

# A prompt is read, not scrolled: the whole plan is an object that -WhatIf puts out.
function Limit-FleetText([string]$Text) {
    $most = 20
    $lines = $Text -split '\r?\n'
    if ($lines.Count -le $most) { return $Text }
    $shown = $lines[0..($most - 2)] + "  ... and $($lines.Count - $most + 1) more lines; -WhatIf puts out the whole plan as an object"
    return [string]::Join([System.Environment]::NewLine, $shown)
}

function Format-FleetPlan($Plan, [string]$Indent) {
    $lines = foreach ($property in $Plan.PSObject.Properties) {
        $value = $property.Value
        if ($null -eq $value) { continue }
        if ($value -is [System.Array]) {
            if ($value.Count -eq 0) { continue }
            if ($value[0] -is [System.Management.Automation.PSCustomObject]) {
                "$Indent$($property.Name):"
                foreach ($one in $value) { (Format-FleetPlan $one ($Indent + '    ')).Remove($Indent.Length + 2, 1).Insert($Indent.Length + 2, '-') }
            }
            else { "$Indent$($property.Name): $([string]::Join(', ', $value))" }
        }
        elseif ($value -is [System.Management.Automation.PSCustomObject]) { "$Indent$($property.Name):"; Format-FleetPlan $value ($Indent + '    ') }
        else { "$Indent$($property.Name): $value" }
    }
    return [string]::Join([System.Environment]::NewLine, @($lines))
}
