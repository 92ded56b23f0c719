# Microsoft's modules have commands of the same names, which reach a real vault.

$script:Twins = @('Az.RecoveryServices', 'AzureRM.RecoveryServices.SiteRecovery')

function Write-FleetTwinWarning([System.Management.Automation.PSCmdlet]$Cmdlet) {
    foreach ($twin in $script:Twins) {
        if (@(Get-Module -Name $twin).Count -eq 0) { continue }
        $Cmdlet.WriteWarning("$twin is loaded, too. Its commands have the same names and reach a real vault; the module that was imported last wins. Import-Module MobilityFleet -Prefix Fleet keeps them apart (Get-FleetASRJob), MobilityFleet\Get-AzureRmRecoveryServicesAsrJob names one exactly.")
    }
}

function Show-FleetTwinWarning {
    [CmdletBinding()]
    param()
    Write-FleetTwinWarning $PSCmdlet
}
