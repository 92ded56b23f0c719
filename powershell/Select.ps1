# What of a list is put out: names by wildcards, machines by name, -First and -Skip.

# Names with wildcards are compared here: the service lists all, and knows each by its whole name.
function Get-FleetPattern($Declared, $Given) {
    $patterns = @{}
    foreach ($name in $Declared.Wildcards) {
        if (-not $Given.ContainsKey($name) -or -not [System.Management.Automation.WildcardPattern]::ContainsWildcardCharacters([string]$Given[$name])) { continue }
        $patterns[$name] = [string]$Given[$name]
        $Given.Remove($name)
    }
    return $patterns
}

function Test-FleetPattern($Object, $Patterns) {
    foreach ($name in $Patterns.Keys) {
        $value = [string](Get-FleetProperty $Object $name)
        if ($value -notlike $Patterns[$name] -and $value -ne $Patterns[$name]) { return $false }
    }
    return $true
}

# How many may still be put out, and are still to be passed over: of the whole pipeline, as everywhere in PowerShell.
function New-FleetPaging([System.Management.Automation.PSCmdlet]$Cmdlet) {
    $paging = $Cmdlet.PagingParameters
    if ($null -eq $paging) { return @{ Skip = 0; First = [uint64]::MaxValue } }
    if ($paging.IncludeTotalCount) { $Cmdlet.WriteObject($paging.NewTotalCount(0, 0.0), $false) } # the service does not count
    return @{ Skip = $paging.Skip; First = $paging.First }
}

# True where the object is one of those that were asked for.
function Step-FleetPaging($Paging) {
    if ($Paging.First -eq 0) { return $false }
    if ($Paging.Skip -gt 0) { $Paging.Skip -= 1; return $false }
    $Paging.First -= 1
    return $true
}

# By the name that people know, in any case; those of one name as they came.
function Get-FleetSorted($Objects) {
    $keys = [string[]]::new($Objects.Count)
    for ($index = 0; $index -lt $keys.Length; $index += 1) { $keys[$index] = [string](Get-FleetProperty $Objects[$index] 'FriendlyName') + [string][char]0 + $index.ToString('d7') }
    $sorted = $Objects.ToArray()
    # As plain arrays: of the generic form PowerShell would sort a copy.
    [System.Array]::Sort([System.Array]$keys, [System.Array]$sorted, [System.Collections.IComparer][System.StringComparer]::OrdinalIgnoreCase)
    return , $sorted
}
