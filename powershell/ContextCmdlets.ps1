# The cmdlets of the vault context: they are of the caller's side, the service has none.

function Set-AzureRmRecoveryServicesAsrVaultContext {
    <#
    .SYNOPSIS
    Says which Mobility Fleet service the cmdlets of this session call, and with which credential.
    .DESCRIPTION
    Every cmdlet needs a context. The credential is a fleet key (mf_...) or a token, kept as a SecureString for this session only. It is tried by one
    call that reads the fabrics. The object that is put out can be given to any cmdlet as -DefaultProfile, so that several services are used side by side.
    With -Vault or -ResourceId alone, the service and credential of the present context stay, and only the vault that is shown changes.
    .PARAMETER ServiceUri
    Address of the service, such as https://fleet.contoso.example. Plain http is taken for loopback addresses only.
    .PARAMETER FleetKey
    The fleet key, as a SecureString.
    .PARAMETER AccessToken
    A token that the service takes, as a SecureString.
    .PARAMETER Vault
    The Recovery Services vault that the service is configured for, as Get-AzRecoveryServicesVault puts it out. Only its names are used.
    .PARAMETER ResourceId
    ARM id of that vault.
    .PARAMETER WhatIf
    Shows what would be done, and changes nothing.
    .PARAMETER Confirm
    Asks before the context is set.
    .EXAMPLE
    PS> Set-ASRVaultContext -ServiceUri https://fleet.contoso.example -FleetKey (Read-Host -AsSecureString 'Fleet key')

    Sets the context of this session.
    .EXAMPLE
    PS> $berlin = Set-ASRVaultContext -ServiceUri https://berlin.contoso.example -FleetKey $key
    PS> Get-ASRFabric -DefaultProfile $berlin

    Calls one service of several.
    .OUTPUTS
    Microsoft.Azure.Commands.RecoveryServices.SiteRecovery.ASRVaultSettings
    .LINK
    Get-AzureRmRecoveryServicesAsrVaultContext
    #>
    [CmdletBinding(DefaultParameterSetName = 'FleetKey', SupportsShouldProcess = $true, PositionalBinding = $false, HelpUri = 'https://learn.microsoft.com/powershell/module/az.recoveryservices/set-azrecoveryservicesasrvaultcontext')]
    [OutputType('Microsoft.Azure.Commands.RecoveryServices.SiteRecovery.ASRVaultSettings')]
    [Alias('Set-AzRecoveryServicesAsrVaultContext', 'Set-ASRVaultContext', 'Set-AzRecoveryServicesAsrVaultSettings', 'Set-ASRVaultSettings')]
    param(
        [Parameter(ParameterSetName = 'FleetKey', Mandatory = $true)]
        [Parameter(ParameterSetName = 'AccessToken', Mandatory = $true)]
        [uri]$ServiceUri,

        [Parameter(ParameterSetName = 'FleetKey', Mandatory = $true)]
        [System.Security.SecureString]$FleetKey,

        [Parameter(ParameterSetName = 'AccessToken', Mandatory = $true)]
        [System.Security.SecureString]$AccessToken,

        [Parameter(ParameterSetName = 'FleetKey', ValueFromPipeline = $true)]
        [Parameter(ParameterSetName = 'AccessToken', ValueFromPipeline = $true)]
        [Parameter(ParameterSetName = 'Vault', Mandatory = $true, ValueFromPipeline = $true)]
        [PSObject]$Vault,

        [Parameter(ParameterSetName = 'ByResourceId', Mandatory = $true)]
        [string]$ResourceId
    )
    process {
        $settings = switch ($PSCmdlet.ParameterSetName) {
            'Vault' { @{ Vault = Read-FleetVault $Vault } }
            'ByResourceId' { @{ Vault = Read-FleetVault ([pscustomobject]@{ ID = $ResourceId }) } }
            default { @{ ServiceUri = $ServiceUri; Credential = if ($FleetKey) { $FleetKey } else { $AccessToken }; Kind = $PSCmdlet.ParameterSetName; Vault = Read-FleetVault $Vault } }
        }
        try { Open-FleetContext $PSCmdlet $settings }
        catch { $PSCmdlet.ThrowTerminatingError($_) } # without it the engine would go on behind an error of ours
    }
}

function Get-AzureRmRecoveryServicesAsrVaultContext {
    <#
    .SYNOPSIS
    Shows the context of this session: the service, the vault it is configured for, and the kind of credential. Never the credential.
    .EXAMPLE
    PS> Get-ASRVaultContext

    Shows what the cmdlets of this session call.
    .OUTPUTS
    Microsoft.Azure.Commands.RecoveryServices.SiteRecovery.ASRVaultSettings
    .LINK
    Set-AzureRmRecoveryServicesAsrVaultContext
    #>
    [CmdletBinding(PositionalBinding = $false, HelpUri = 'https://learn.microsoft.com/powershell/module/az.recoveryservices/get-azrecoveryservicesasrvaultcontext')]
    [OutputType('Microsoft.Azure.Commands.RecoveryServices.SiteRecovery.ASRVaultSettings')]
    [Alias('Get-AzRecoveryServicesAsrVaultContext', 'Get-ASRVaultContext', 'Get-AzRecoveryServicesAsrVaultSettings')]
    param()
    process {
        $context = Resolve-FleetContext $null
        if ($context -is [System.Management.Automation.ErrorRecord]) { $PSCmdlet.ThrowTerminatingError($context) }
        $context.Settings
    }
}

function Import-AzureRmRecoveryServicesAsrVaultSettingsFile {
    <#
    .SYNOPSIS
    Sets the context of this session from a settings file.
    .DESCRIPTION
    Takes a JSON file with ServiceUri and, where the file is kept as safe as a password, FleetKey; and the credentials file that the portal gives for a vault
    (XML), of which only the names of the vault are read. What the file does not say is given as a parameter, or stays as the present context has it.
    .PARAMETER Path
    Path of the file.
    .PARAMETER ServiceUri
    Address of the service, where the file does not say it.
    .PARAMETER FleetKey
    The fleet key, as a SecureString, where the file does not say it.
    .PARAMETER WhatIf
    Shows what would be done, and changes nothing.
    .PARAMETER Confirm
    Asks before the context is set.
    .EXAMPLE
    PS> Import-AzureRmRecoveryServicesAsrVaultSettingsFile .\fleet.json -FleetKey (Read-Host -AsSecureString 'Fleet key')

    The file holds {"ServiceUri": "https://fleet.contoso.example"}.
    .EXAMPLE
    PS> Import-AzureRmRecoveryServicesAsrVaultSettingsFile .\vault-1.VaultCredentials

    Keeps the service and credential of the present context, and shows the names of the vault.
    .OUTPUTS
    Microsoft.Azure.Commands.RecoveryServices.SiteRecovery.ASRVaultSettings
    .LINK
    Set-AzureRmRecoveryServicesAsrVaultContext
    #>
    [CmdletBinding(SupportsShouldProcess = $true, PositionalBinding = $false, HelpUri = 'https://learn.microsoft.com/powershell/module/az.recoveryservices/import-azrecoveryservicesasrvaultsettingsfile')]
    [OutputType('Microsoft.Azure.Commands.RecoveryServices.SiteRecovery.ASRVaultSettings')]
    [Alias('Import-AzRecoveryServicesAsrVaultSettingsFile', 'Import-ASRVaultSettingsFile')]
    param(
        [Parameter(Mandatory = $true, Position = 0, ValueFromPipelineByPropertyName = $true)]
        [string]$Path,

        [uri]$ServiceUri,

        [System.Security.SecureString]$FleetKey
    )
    process {
        $text = Read-FleetText $PSCmdlet $Path
        if ($null -eq $text) { return }
        try { $file = Read-FleetSettings $text }
        catch {
            $advice = 'Give a JSON file such as {"ServiceUri": "https://fleet.contoso.example"}, or the credentials file of a vault.'
            $PSCmdlet.WriteError((New-FleetError -Code 'SettingsFileInvalid' -Message "$Path is neither a settings file nor the credentials file of a vault" -Category 'InvalidData' -Target $Path -Facts @{ RecommendedAction = $advice }))
            return
        }
        if ($ServiceUri) { $file['ServiceUri'] = $ServiceUri }
        if ($FleetKey) { $file['Credential'] = $FleetKey; $file['Kind'] = 'FleetKey' }
        try { Open-FleetContext $PSCmdlet $file }
        catch { $PSCmdlet.ThrowTerminatingError($_) } # without it the engine would go on behind an error of ours
    }
}
