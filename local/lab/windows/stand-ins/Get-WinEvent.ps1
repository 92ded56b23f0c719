# LAB stand-in: the events of C:\lab\events.json; Wine keeps none that can be read.
[CmdletBinding()]
param([Parameter(Position = 0)][string[]] $LogName, [hashtable] $FilterHashtable, [long] $MaxEvents = [long]::MaxValue)
$path = 'C:\lab\events.json'
$logs = if ($FilterHashtable) { @($FilterHashtable['LogName']) } else { $LogName }
$events = if ([IO.File]::Exists($path)) { @(ConvertFrom-Json ([IO.File]::ReadAllText($path))) } else { @() }
$found = @($events | Where-Object { $_.LogName -in $logs } | Select-Object -First ([int][Math]::Min($MaxEvents, [int]::MaxValue)))
if ($FilterHashtable -and $FilterHashtable['ProviderName']) { $found = @($found | Where-Object { $_.ProviderName -in @($FilterHashtable['ProviderName']) }) }
if ($found.Count -eq 0) {
    Write-Error -Message 'No events were found that match the specified selection criteria.' -ErrorId 'NoMatchingEventsFound,Microsoft.PowerShell.Commands.GetWinEventCommand' -Category ObjectNotFound
    return
}
$found
