# The first that the bootstrap reads: PowerShell 2.0 would not even read the rest.
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
if ($PSVersionTable.PSVersion.Major -lt 3) {
    "mf-old $($PSVersionTable.PSVersion)"
    exit 2
}
$MfInput = $i
. ([scriptblock]::Create([Text.Encoding]::UTF8.GetString([Convert]::FromBase64String($MfInput.ReadLine()))))
