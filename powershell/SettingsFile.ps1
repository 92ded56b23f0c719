# Where a context comes from besides parameters: a settings file, an object or an id of a vault.

function Read-FleetSettings([string]$Text) {
    $found = @{ Vault = @{} }
    if ($Text.TrimStart([char]0xFEFF, ' ', "`r", "`n", "`t").StartsWith('<')) {
        $settings = [System.Xml.XmlReaderSettings]::new()
        $settings.DtdProcessing = [System.Xml.DtdProcessing]::Prohibit
        $reader = [System.Xml.XmlReader]::Create([System.IO.StringReader]::new($Text.TrimStart([char]0xFEFF)), $settings)
        $document = [System.Xml.XmlDocument]::new()
        $document.Load($reader)
        if (@('RSVaultAsrCreds', 'ASRVaultCreds') -notcontains $document.DocumentElement.LocalName) { throw [System.FormatException]::new('another root') }
        foreach ($pair in @(@('ResourceName', 'ResourceName'), @('ResourceGroup', 'ResourceGroupName'), @('ResourceGroupName', 'ResourceGroupName'), @('ProviderNamespace', 'ResourceNamespace'), @('ResourceNamespace', 'ResourceNamespace'), @('ResourceType', 'ResouceType'))) {
            $node = $document.SelectSingleNode("//*[local-name()='$($pair[0])']")
            if ($null -ne $node -and $node.InnerText -ne '') { $found.Vault[$pair[1]] = $node.InnerText }
        }
        if (-not $found.Vault.ContainsKey('ResourceName')) { throw [System.FormatException]::new('no vault') }
        return $found
    }
    $json = ConvertFrom-FleetJson $Text
    $uri = Get-FleetProperty $json 'ServiceUri'
    if ($null -eq $uri) { throw [System.FormatException]::new('no service') }
    $found['ServiceUri'] = [uri]$uri
    $key = Get-FleetProperty $json 'FleetKey'
    if ($null -ne $key) { $found['Credential'] = [System.Net.NetworkCredential]::new('', $key).SecurePassword; $found['Kind'] = 'FleetKey' }
    foreach ($name in 'ResourceName', 'ResourceGroupName') {
        $value = Get-FleetProperty $json $name
        if ($null -ne $value) { $found.Vault[$name] = $value }
    }
    return $found
}

# The names of a vault from an object of any module, or from its ARM id.
function Read-FleetVault($Vault) {
    $names = @{}
    if ($null -eq $Vault) { return $names }
    foreach ($pair in @(@('Name', 'ResourceName'), @('ResourceName', 'ResourceName'), @('ResourceGroupName', 'ResourceGroupName'))) {
        $value = Get-FleetProperty $Vault $pair[0]
        if (-not [string]::IsNullOrEmpty($value)) { $names[$pair[1]] = $value }
    }
    $fromId = Read-FleetVaultId (Get-FleetProperty $Vault 'ID')
    foreach ($name in $fromId.Keys) { $names[$name] = $fromId[$name] }
    return $names
}

function Read-FleetVaultId([string]$Id) {
    if ($Id -notmatch '(?i)/resourceGroups/([^/]+)/providers/Microsoft\.RecoveryServices/vaults/([^/]+)') { return @{} }
    return @{ ResourceGroupName = $Matches[1]; ResourceName = $Matches[2] }
}
