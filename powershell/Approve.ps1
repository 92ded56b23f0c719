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

# Asks before something is changed. The service's own words and plan are fetched only where somebody reads them.
function Approve-FleetCall([System.Management.Automation.PSCmdlet]$Cmdlet, $Call, $Body, [string]$Target) {
    $bound = $Cmdlet.MyInvocation.BoundParameters
    $whatIf = if ($bound.ContainsKey('WhatIf')) { [bool]$bound['WhatIf'] } else { [bool]$WhatIfPreference }
    $isAsked = if ($bound.ContainsKey('Confirm')) { [bool]$bound['Confirm'] } else { $ConfirmPreference -ne 'None' -and [System.Management.Automation.ConfirmImpact]$ConfirmPreference -le [System.Management.Automation.ConfirmImpact]::Medium }
    if (-not $whatIf -and -not $isAsked) { return $Cmdlet.ShouldProcess($Target, $Call.Declared.Action) }
    $asked = @{}
    foreach ($name in $Body.Keys) { $asked[$name] = $Body[$name] }
    $asked['WhatIf'] = $true
    $answer = Send-FleetRequest -Cmdlet $Cmdlet -Context $Call.Context -Name $Call.Name -Body $asked -Secrets $Call.Declared.Secrets -Target $Target
    if ($null -ne $answer.Error) { Write-FleetError $Cmdlet $answer; return $false }
    $proposal = ConvertTo-FleetObject $answer.Answer @('WhatIf')
    $text = $proposal.Message -replace '^What if: ', ''
    if ($null -ne $proposal.Plan) { $text = $text + [System.Environment]::NewLine + (Format-FleetPlan $proposal.Plan '  ') }
    $isApproved = $Cmdlet.ShouldProcess($text, $text, 'Confirm')
    if ($whatIf -and $null -ne $proposal.Plan) { $Cmdlet.WriteObject($proposal.Plan, $false) }
    return $isApproved
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
