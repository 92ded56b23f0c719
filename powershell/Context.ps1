# Which service is meant, with which credential. The credential stays here, as SecureString, and is never put out.

$script:CurrentContext = $null
$script:SettingsType = 'Microsoft.Azure.Commands.RecoveryServices.SiteRecovery.ASRVaultSettings'

# Tries the credential and makes the context the one of this session. What is not said stays as it is.
function Open-FleetContext([System.Management.Automation.PSCmdlet]$Cmdlet, $Settings) {
    $before = if ($null -eq $script:CurrentContext) { @{ ServiceUri = $null; Credential = $null; Kind = $null } } else { $script:CurrentContext }
    $uri = if ($Settings.ContainsKey('ServiceUri')) { Resolve-FleetServiceUri $Settings.ServiceUri } else { $before.ServiceUri }
    if ($uri -is [System.Management.Automation.ErrorRecord]) { $Cmdlet.ThrowTerminatingError($uri) }
    # A credential is for its own service: another address needs another one.
    $isSame = -not $Settings.ContainsKey('Credential') -and $uri -eq $before.ServiceUri
    $credential = if ($isSame) { $before.Credential } elseif ($Settings.ContainsKey('Credential')) { $Settings.Credential } else { $null }
    $kind = if ($isSame) { $before.Kind } elseif ($Settings.ContainsKey('Kind')) { $Settings.Kind } else { $null }
    if ($null -eq $uri -or $null -eq $credential) { $Cmdlet.ThrowTerminatingError((New-FleetContextError)) }
    $credential = Resolve-FleetCredential $credential
    if ($credential -is [System.Management.Automation.ErrorRecord]) { $Cmdlet.ThrowTerminatingError($credential) }
    if (-not $Cmdlet.ShouldProcess($uri, 'Set the context of this session')) { return }
    $context = @{ ServiceUri = $uri; Credential = $credential; Kind = $kind; Settings = $null }
    $answer = Send-FleetRequest -Cmdlet $Cmdlet -Context $context -Name 'Get-AzureRmRecoveryServicesAsrFabric' -Body @{} -Target $uri
    if ($null -ne $answer.Error) { $Cmdlet.ThrowTerminatingError($answer.Error) }
    # The ids of the service's objects name the vault that it is configured for; a new service has none.
    $served = Read-FleetVaultId (Get-FleetProperty (Get-FleetFirst $answer.Answer 'value') 'ID')
    $given = $Settings.Vault
    if ($served.ContainsKey('ResourceName') -and $given.ContainsKey('ResourceName') -and $served.ResourceName -ne $given.ResourceName) {
        $Cmdlet.WriteWarning("The service at $uri is configured for the vault $($served.ResourceName), not for $($given.ResourceName).")
    }
    foreach ($name in $served.Keys) { $given[$name] = $served[$name] }
    $context.Settings = New-FleetSettings $context $given
    (Get-FleetContextTable)[$context.Settings.ContextId] = $context
    $script:CurrentContext = $context
    Write-FleetTwinWarning $Cmdlet
    $Cmdlet.WriteObject($context.Settings, $false)
}

function New-FleetSettings($Context, $Vault) {
    $settings = [pscustomobject][ordered]@{
        ResourceName = $Vault['ResourceName']
        ResourceGroupName = $Vault['ResourceGroupName']
        ResourceNamespace = if ($Vault.ContainsKey('ResourceNamespace')) { $Vault.ResourceNamespace } else { 'Microsoft.RecoveryServices' }
        ResouceType = if ($Vault.ContainsKey('ResouceType')) { $Vault.ResouceType } else { 'vaults' }
        ServiceUri = $Context.ServiceUri
        Credential = $Context.Kind
        ContextId = [guid]::NewGuid().ToString()
    }
    $settings.PSObject.TypeNames.Insert(0, $script:SettingsType)
    return $settings
}

# The contexts of all runspaces of this process: one can be handed to another runspace, as in -DefaultProfile $using:context. A credential never leaves the process.
function Get-FleetContextTable {
    $domain = [System.AppDomain]::CurrentDomain
    [System.Threading.Monitor]::Enter($domain)
    try {
        $known = $domain.GetData('MobilityFleet.Contexts')
        if ($null -eq $known) {
            $known = [System.Collections.Concurrent.ConcurrentDictionary[string, object]]::new()
            $domain.SetData('MobilityFleet.Contexts', $known)
        }
    }
    finally { [System.Threading.Monitor]::Exit($domain) }
    , $known
}

function Resolve-FleetContext($Chosen) {
    if ($null -eq $Chosen) {
        if ($null -eq $script:CurrentContext) { return New-FleetContextError }
        return $script:CurrentContext
    }
    $id = Get-FleetProperty $Chosen 'ContextId'
    $known = Get-FleetContextTable
    if ($null -ne $id -and $known.ContainsKey($id)) { return $known[$id] }
    $advice = 'Give what Set-AsrVaultContext has put out in this process, or leave -DefaultProfile out.'
    return New-FleetError -Code 'ContextUnknown' -Message '-DefaultProfile is not a context of this process' -Category 'InvalidArgument' -Target $Chosen -Facts @{ RecommendedAction = $advice }
}

function New-FleetContextError {
    $advice = "Set-ASRVaultContext -ServiceUri https://fleet.contoso.example -FleetKey (Read-Host -AsSecureString 'Fleet key')"
    New-FleetError -Code 'VaultContextMissing' -Message 'Vault Settings are missing: it is not said yet which service to call, and with which credential.' -Category 'InvalidOperation' -Facts @{ RecommendedAction = $advice }
}

# A key goes over https, or stays on this computer.
function Resolve-FleetServiceUri([uri]$Uri) {
    $isGood = $Uri.IsAbsoluteUri -and ($Uri.Scheme -eq 'https' -or ($Uri.Scheme -eq 'http' -and $Uri.IsLoopback)) -and $Uri.UserInfo -eq '' -and $Uri.Query -eq ''
    if ($isGood) { return $Uri.AbsoluteUri.TrimEnd('/') -replace '/api$', '' }
    $advice = 'Give an address such as https://fleet.contoso.example; http only for loopback addresses.'
    $came = if ($Uri.IsAbsoluteUri) { "$($Uri.Scheme)://$($Uri.Host)" } else { 'an address without a scheme' }
    return New-FleetError -Code 'InvalidServiceUri' -Message "The ServiceUri expects an https address without user and query; got $came" -Category 'InvalidArgument' -Target $Uri -Facts @{ RecommendedAction = $advice }
}

# A key from a file often ends with a line. Anything else that is not one word is no key, and has no place in a header.
function Resolve-FleetCredential([System.Security.SecureString]$Credential) {
    $word = [System.Net.NetworkCredential]::new('', $Credential).Password.Trim()
    if ($word -match '\A[\x21-\x7e]+\z') { return [System.Net.NetworkCredential]::new('', $word).SecurePassword }
    $came = if ($word -eq '') { 'nothing' } else { "$($word.Length) characters, with others among them" }
    $facts = @{ RecommendedAction = "Give the key as it was printed: -FleetKey (Read-Host -AsSecureString 'Fleet key')" }
    return New-FleetError -Code 'InvalidCredential' -Message "A fleet key or token is one word of letters, digits and signs; got $came" -Category 'InvalidArgument' -Facts $facts
}
