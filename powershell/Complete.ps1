# Tab completion from what the service has: kept for a minute, and silent and quick where it does not answer.

$script:Completions = @{}
$script:CompletionSeconds = 2
$script:GetOf = @{
    Fabric = 'Get-AzureRmRecoveryServicesAsrFabric'; Container = 'Get-AzureRmRecoveryServicesAsrProtectionContainer'
    Item = 'Get-AzureRmRecoveryServicesAsrProtectableItem'; ProtectedItem = 'Get-AzureRmRecoveryServicesAsrReplicationProtectedItem'
    Installer = 'Get-AzureRmRecoveryServicesAsrMobilityServiceInstaller'; Job = 'Get-AzureRmRecoveryServicesAsrJob'
}

# Of what kind the value is, the word so far, and the parameters that are given already.
function Complete-FleetArgument {
    [CmdletBinding()]
    param([string]$Kind, [string]$Word, $Bound)
    $VerbosePreference = 'SilentlyContinue'
    $DebugPreference = 'SilentlyContinue'
    try {
        $chosen = if ($null -ne $Bound -and $Bound.Contains('DefaultProfile')) { $Bound['DefaultProfile'] } else { $null }
        $context = Resolve-FleetContext $chosen
        if ($context -is [System.Management.Automation.ErrorRecord]) { return }
        $start = [System.Management.Automation.WildcardPattern]::Escape($Word.Trim([char]39, [char]34)) + '*'
        foreach ($one in (Get-FleetCompletion $PSCmdlet $context $Kind $Bound)) {
            if ($one.Shown -notlike $start -and $one.Text -notlike $start) { continue }
            $text = if ($one.Text -match '^[\w.-]+$') { $one.Text } else { "'" + $one.Text.Replace("'", "''") + "'" }
            [System.Management.Automation.CompletionResult]::new($text, $one.Shown, 'ParameterValue', $one.Tip)
        }
    }
    catch { $null = $_ } # a key that completes nothing is better than an error at the prompt
}

function Get-FleetCompletion([System.Management.Automation.PSCmdlet]$Cmdlet, $Context, [string]$Kind, $Bound) {
    $place = @{}
    foreach ($name in 'Fabric', 'ProtectionContainer') {
        if ($null -eq $Bound -or -not $Bound.Contains($name) -or $null -eq $Bound[$name]) { continue }
        $place[$name] = if ($Bound[$name] -is [string]) { $Bound[$name] } else { ConvertTo-FleetReference $Bound[$name] @('ID', 'Name') }
    }
    $key = [string]::Join('|', @($Context.ServiceUri, $Context.Settings.ContextId, $Kind, $place['Fabric'], $place['ProtectionContainer']))
    $known = $script:Completions[$key]
    if ($null -ne $known -and $known.Until -gt [System.DateTime]::UtcNow) { return $known.Items }
    $asking = @{ Cmdlet = $Cmdlet; Context = $Context; Until = [System.DateTime]::UtcNow.AddSeconds($script:CompletionSeconds) }
    $items = @(Read-FleetCompletion $asking $Kind $place)
    $script:Completions[$key] = @{ Until = [System.DateTime]::UtcNow.AddMinutes(1); Items = $items }
    return $items
}

function Read-FleetCompletion($Asking, [string]$Kind, $Place) {
    switch ($Kind) {
        'Fabric' { foreach ($one in (Read-FleetList $Asking 'Fabric' @{})) { New-FleetCompletion $one.Name $one.Name $one.FriendlyName } }
        'FabricFriendlyName' { foreach ($one in (Read-FleetList $Asking 'Fabric' @{})) { New-FleetCompletion $one.FriendlyName $one.FriendlyName $one.FabricType } }
        'Container' { foreach ($one in (Read-FleetContainer $Asking $Place)) { New-FleetCompletion $one.ID $one.FriendlyName $one.FabricFriendlyName } }
        'ContainerName' { foreach ($one in (Read-FleetContainer $Asking $Place)) { New-FleetCompletion $one.Name $one.Name $one.FriendlyName } }
        'ContainerFriendlyName' { foreach ($one in (Read-FleetContainer $Asking $Place)) { New-FleetCompletion $one.FriendlyName $one.FriendlyName $one.FabricFriendlyName } }
        'Item' { foreach ($one in (Read-FleetMachine $Asking 'Item' $Place)) { New-FleetCompletion $one.ID $one.FriendlyName (Get-FleetProperty (Get-FleetProperty $one 'FleetDetails') 'Address') } }
        'ProtectedItem' { foreach ($one in (Read-FleetMachine $Asking 'ProtectedItem' $Place)) { New-FleetCompletion $one.ID $one.FriendlyName (Get-FleetProperty (Get-FleetProperty $one 'FleetDetails') 'Address') } }
        'Machine' { foreach ($one in (Read-FleetMachine $Asking 'Item' $Place)) { New-FleetCompletion $one.FriendlyName $one.FriendlyName (Get-FleetProperty (Get-FleetProperty $one 'FleetDetails') 'Address') } }
        'Account' {
            foreach ($fabric in (Read-FleetFabric $Asking $Place)) {
                foreach ($one in (Get-FleetProperty (Get-FleetProperty $fabric 'FabricSpecificDetails') 'RunAsAccounts')) { New-FleetCompletion $one.AccountName $one.AccountName "$($one.AccountId) of $($fabric.Name)" }
            }
        }
        'Version' { Get-FleetDistinct (Read-FleetList $Asking 'Installer' @{}) 'Version' }
        'OSTag' { Get-FleetDistinct (Read-FleetList $Asking 'Installer' @{}) 'OSTag' }
        'Job' { foreach ($one in (Read-FleetList $Asking 'Job' @{ Top = 50 })) { New-FleetCompletion $one.Name $one.Name "$($one.JobType) of $($one.TargetObjectName): $($one.State)" } }
    }
}

function New-FleetCompletion([string]$Text, [string]$Shown, [string]$Tip) {
    if ($Text -eq '') { return }
    @{ Text = $Text; Shown = if ($Shown) { $Shown } else { $Text }; Tip = if ($Tip) { $Tip } else { $Text } }
}

function Get-FleetDistinct($Objects, [string]$Name) {
    $seen = [System.Collections.Generic.SortedSet[string]]::new()
    foreach ($one in $Objects) { if ($null -ne $one.$Name) { $null = $seen.Add($one.$Name) } }
    foreach ($one in $seen) { New-FleetCompletion $one $one $one }
}

function Read-FleetFabric($Asking, $Place) {
    $given = $Place['Fabric']
    foreach ($one in (Read-FleetList $Asking 'Fabric' @{})) { if ($null -eq $given -or $one.Name -eq $given -or $one.ID -eq $given) { $one } }
}

function Read-FleetContainer($Asking, $Place) {
    foreach ($fabric in (Read-FleetFabric $Asking $Place)) { Read-FleetList $Asking 'Container' @{ Fabric = $fabric.ID } }
}

function Read-FleetMachine($Asking, [string]$Kind, $Place) {
    $containers = if ($Place.ContainsKey('ProtectionContainer')) { @($Place['ProtectionContainer']) } else { foreach ($one in (Read-FleetContainer $Asking $Place)) { $one.ID } }
    foreach ($container in $containers) { Read-FleetList $Asking $Kind @{ ProtectionContainer = $container; Top = 1000 } }
}

# The first page of a list, within what is left of the time.
function Read-FleetList($Asking, [string]$Kind, $Body) {
    $left = ($Asking.Until - [System.DateTime]::UtcNow).TotalSeconds
    if ($left -le 0) { return }
    $answer = Send-FleetRequest -Cmdlet $Asking.Cmdlet -Context $Asking.Context -Name $script:GetOf[$Kind] -Body $Body -Seconds $left
    if ($null -ne $answer.Error) { $Asking.Until = [System.DateTime]::MinValue; return }
    foreach ($one in @(Get-FleetProperty $answer.Answer 'value')) { if ($null -ne $one) { ConvertTo-FleetObject $one @($script:FleetCmdlets[$script:GetOf[$Kind]].Output) } }
}
