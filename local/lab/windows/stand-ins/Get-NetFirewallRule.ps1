# LAB stand-in: the rules that C:\lab\firewall-rules names, one display name a line.
[CmdletBinding()]
param([string[]] $DisplayName, [string[]] $Name, [string[]] $DisplayGroup)
$path = 'C:\lab\firewall-rules'
$rules = if ([IO.File]::Exists($path)) { [IO.File]::ReadAllLines($path) | Where-Object { $_ } } else { @() }
foreach ($rule in $rules) {
    if ($DisplayName -and -not ($DisplayName | Where-Object { $rule -like $_ })) { continue }
    [pscustomobject]@{ Name = $rule; DisplayName = $rule; Enabled = 'True'; Direction = 'Inbound'; Action = 'Allow' }
}
