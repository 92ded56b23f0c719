# LAB stand-in: the updates that C:\lab\hot-fixes names, one a line; without that file those that every Windows needs for SHA-2.
[CmdletBinding()]
param([Parameter(Position = 0)][Alias('HFID')][string[]] $Id, [string] $ComputerName)
$path = 'C:\lab\hot-fixes'
$known = if ([IO.File]::Exists($path)) { [IO.File]::ReadAllLines($path) } else { 'KB4490628', 'KB4474419', 'KB4493730' }
foreach ($fix in $known | Where-Object { $_ }) {
    if ($Id -and $fix -notin $Id) { continue }
    [pscustomobject]@{ HotFixID = $fix; Description = 'Update'; InstalledBy = 'NT AUTHORITY\SYSTEM'; InstalledOn = [datetime]'2024-06-12' }
}
if ($Id -and -not ($known | Where-Object { $_ -in $Id })) {
    Write-Error -Message "Cannot find the requested hotfix on the 'localhost' computer. Verify the input and run the command again." -ErrorId 'GetHotFixNoEntriesFound,Microsoft.PowerShell.Commands.GetHotFixCommand' -Category ObjectNotFound
}
