# What goes out as JSON and what comes in. ConvertTo-Json and ConvertFrom-Json differ between the editions (depth, times, objects that carry
# more than one sees), so they get nothing but hashtables, lists, texts, numbers and truth values, and give texts where a time is meant.

$script:DateMark = [string][char]0xE000
$script:DatesInJson = [regex]'(?<=[:,\[]\s*)"(?=\d{4}-\d\d-\d\dT)'

function ConvertFrom-FleetJson([string]$Text) {
    # PowerShell 7 would make a DateTime of every text that looks like one, Windows PowerShell of none: a mark keeps all of them texts.
    ConvertFrom-Json -InputObject $script:DatesInJson.Replace($Text, '"' + $script:DateMark)
}

# What a terminal would obey (control characters, those that turn the direction of writing, halves of characters) is shown as its code,
# as the service writes it: a second guard, for rows that were written before the first one.
$script:Obeyed = [regex]'[^\P{Cc}\n\r\t]|[\p{Cf}\p{Co}\p{Zl}\p{Zp}]|\uDB40[\uDC00-\uDC7F]|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]'

function ConvertFrom-FleetText([string]$Text) {
    $said = if ($Text.StartsWith($script:DateMark, [System.StringComparison]::Ordinal)) { $Text.Substring(1) } else { $Text }
    if (-not $script:Obeyed.IsMatch($said)) { return $said }
    $shown = [System.Text.StringBuilder]::new()
    $at = 0
    foreach ($found in $script:Obeyed.Matches($said)) {
        $null = $shown.Append($said.Substring($at, $found.Index - $at))
        foreach ($one in $found.Value.ToCharArray()) { $null = $shown.Append('\u{' + ([int]$one).ToString('x') + '}') }
        $at = $found.Index + $found.Length
    }
    return $shown.Append($said.Substring($at)).ToString()
}

function ConvertTo-FleetDate($Value) {
    $time = [System.DateTime]::MinValue
    $text = ConvertFrom-FleetText ([string]$Value)
    $style = [System.Globalization.DateTimeStyles]::AdjustToUniversal -bor [System.Globalization.DateTimeStyles]::AssumeUniversal
    if ([System.DateTime]::TryParse($text, [System.Globalization.CultureInfo]::InvariantCulture, $style, [ref]$time)) { $time.ToLocalTime() } else { $text }
}

# An object of the answer as administrators know it: its type name, its properties in order, its times as local DateTime.
function ConvertTo-FleetObject($Value, [string[]]$TypeNames) {
    if ($null -eq $Value) { return $null }
    if ($Value -is [string]) { return ConvertFrom-FleetText $Value }
    if ($Value -is [System.Array]) {
        $list = [object[]]::new($Value.Count)
        for ($index = 0; $index -lt $list.Length; $index += 1) { $list[$index] = ConvertTo-FleetObject $Value[$index] $TypeNames }
        return , (ConvertTo-FleetList $list)
    }
    if ($Value -isnot [System.Management.Automation.PSCustomObject]) { return $Value }
    $type = Select-FleetType $Value $TypeNames
    $properties = [ordered]@{}
    if ($null -ne $type) { foreach ($name in $type.Properties) { $properties[$name] = $null } }
    foreach ($property in $Value.PSObject.Properties) {
        $name = ConvertFrom-FleetText $property.Name
        $isDate = $null -ne $type -and $null -ne $property.Value -and $type.Dates -contains $name
        $inside = if ($null -ne $type -and $type.Objects.ContainsKey($name)) { $type.Objects[$name] } else { @() }
        $properties[$name] = if ($isDate) { ConvertTo-FleetDate $property.Value } else { ConvertTo-FleetObject $property.Value $inside }
    }
    $made = [pscustomobject]$properties
    if ($null -ne $type) { $made.PSObject.TypeNames.Insert(0, $type.FullName) }
    return $made
}

# An array that prints as what stands in it. It has no other type name: with that of an array Windows PowerShell would write its Count into JSON.
function ConvertTo-FleetList([object[]]$List) {
    $made = [psobject]::new($List)
    $made.PSObject.TypeNames.Clear()
    $made.PSObject.TypeNames.Add('MobilityFleet.List')
    return , $made
}

# Of several types that may stand in a place, the one whose properties the object has.
function Select-FleetType($Value, [string[]]$TypeNames) {
    $best = $null
    $most = -1
    foreach ($name in $TypeNames) {
        if (-not $script:FleetTypes.ContainsKey($name)) { continue }
        $type = $script:FleetTypes[$name]
        $found = 0
        foreach ($property in $type.Properties) { if ($null -ne $Value.PSObject.Properties[$property]) { $found += 1 } else { $found -= 1 } }
        if ($null -eq $best -or $found -gt $most) { $best = $type; $most = $found }
    }
    return $best
}

# A parameter's value as the service takes it.
function ConvertTo-FleetValue($Value, [string]$Kind) {
    if ($null -eq $Value) { return $null }
    if ($Value -is [System.Array] -or $Value -is [System.Collections.Generic.List[object]]) {
        $list = [System.Collections.Generic.List[object]]::new()
        foreach ($one in $Value) { $list.Add((ConvertTo-FleetValue $one $Kind)) }
        return , $list.ToArray()
    }
    switch ($Kind) {
        'Object' { return ConvertTo-FleetReference $Value @('ID') }
        'Job' { return ConvertTo-FleetReference $Value @('Name', 'ID') }
        'Account' { return ConvertTo-FleetAccount $Value }
        default { return ConvertTo-FleetPlain $Value 0 }
    }
}

function ConvertTo-FleetReference($Value, [string[]]$Names) {
    foreach ($name in $Names) {
        $property = $Value.PSObject.Properties[$name]
        if ($null -ne $property -and $null -ne $property.Value) { return [string]$property.Value }
    }
    return @{ $Names[0] = $null }
}

function ConvertTo-FleetAccount($Value) {
    $account = @{}
    foreach ($name in 'AccountId', 'AccountName') {
        $property = $Value.PSObject.Properties[$name]
        if ($null -ne $property -and $null -ne $property.Value) { $account[$name] = [string]$property.Value }
    }
    # What was given as a text may be either.
    if ($account.Count -eq 0 -and $null -ne $Value.PSObject.Properties['ID']) { return [string]$Value.ID }
    return $account
}

function ConvertTo-FleetPlain($Value, [int]$Depth) {
    if ($null -eq $Value) { return $null }
    $bare = $Value
    if ($Value -is [psobject] -and $Value.PSObject.BaseObject -isnot [System.Management.Automation.PSCustomObject]) { $bare = $Value.PSObject.BaseObject }
    if ($bare -is [string]) { return [string]::new($bare.ToCharArray()) }
    if ($bare -is [System.Security.SecureString]) { return [System.Net.NetworkCredential]::new('', $bare).Password }
    if ($bare -is [System.Management.Automation.SwitchParameter] -or $bare -is [bool]) { return [bool]$bare }
    if ($bare -is [System.DateTime]) { return $bare.ToUniversalTime().ToString('o', [System.Globalization.CultureInfo]::InvariantCulture) }
    if ($bare -is [System.DateTimeOffset]) { return $bare.UtcDateTime.ToString('o', [System.Globalization.CultureInfo]::InvariantCulture) }
    if ($bare -is [System.ValueType]) { if ($bare.GetType().IsPrimitive) { return $bare } else { return [string]$bare } }
    if ($Depth -ge 16) { return [string]$bare }
    if ($bare -is [System.Collections.IDictionary]) {
        $map = [ordered]@{}
        foreach ($key in $bare.Keys) { $map[[string]$key] = ConvertTo-FleetPlain $bare[$key] ($Depth + 1) }
        return $map
    }
    if ($bare -is [System.Collections.IEnumerable]) {
        $list = [System.Collections.Generic.List[object]]::new()
        foreach ($one in $bare) { $list.Add((ConvertTo-FleetPlain $one ($Depth + 1))) }
        return , $list.ToArray()
    }
    $map = [ordered]@{}
    foreach ($property in $Value.PSObject.Properties) { $map[$property.Name] = ConvertTo-FleetPlain $property.Value ($Depth + 1) }
    return $map
}
