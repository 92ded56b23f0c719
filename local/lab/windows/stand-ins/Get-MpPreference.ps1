# LAB stand-in for Defender's settings, which lie in C:\lab\defender.json; none are there where C:\lab\no-defender exists.
[CmdletBinding()] param()
if ([IO.File]::Exists('C:\lab\no-defender')) { throw [Exception]::new('The operation failed with the following error: 0x800106ba') }
$path = 'C:\lab\defender.json'
$kept = if ([IO.File]::Exists($path)) { ConvertFrom-Json ([IO.File]::ReadAllText($path)) } else { [pscustomobject]@{ ExclusionPath = $null; ExclusionProcess = $null; ExclusionExtension = $null } }
[pscustomobject]@{ ExclusionPath = $kept.ExclusionPath; ExclusionProcess = $kept.ExclusionProcess; ExclusionExtension = $kept.ExclusionExtension; DisableRealtimeMonitoring = $false }
