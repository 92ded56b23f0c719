# LAB stand-in: replaces in Defender's exclusions in C:\lab\defender.json. With C:\lab\defender-locked nothing changes, as where tamper protection or a policy forbids it.
[CmdletBinding()]
param([string[]] $ExclusionPath, [string[]] $ExclusionProcess, [string[]] $ExclusionExtension, [switch] $Force)
$kept = Get-MpPreference -ErrorAction Stop
if ([IO.File]::Exists('C:\lab\defender-locked')) { return }
$next = [ordered]@{ ExclusionPath = $kept.ExclusionPath; ExclusionProcess = $kept.ExclusionProcess; ExclusionExtension = $kept.ExclusionExtension }
foreach ($name in @($next.Keys)) {
    if (-not $PSBoundParameters.ContainsKey($name)) { continue }
    $values = $PSBoundParameters[$name]
    $next[$name] = @($values)
}
[IO.File]::WriteAllText('C:\lab\defender.json', (ConvertTo-Json $next))
