# The tree's own check: what broke .NET on older Wines. Ends with the number of what went wrong.
$wrong = 0
$tries = @(
    { [int]'x' }
    { Get-Item 'C:\no\such\file' -ErrorAction Stop }
    { Get-Service 'no-such-service' -ErrorAction Stop }
    { Get-CimInstance Win32_NoSuchClass -ErrorAction Stop }
    { [IO.File]::ReadAllText('C:\no\such\file') }
    { throw 'text' }
    { throw [InvalidOperationException]::new('typed') }
    { 1 / 0 }
    { $null.Method() }
    { & 'no-such-command' }
    { [xml]'<a>' }
    { ConvertFrom-Json '{' -ErrorAction Stop }
    { Get-ItemProperty 'HKLM:\SOFTWARE\NoSuchKey' -ErrorAction Stop }
)
foreach ($try in $tries) {
    $caught = $false
    try { $null = & $try } catch { $caught = $true }
    if (-not $caught) { $wrong++; "not caught: $try" }
}
for ($i = 0; $i -lt 500; $i++) { try { throw [Exception]::new("number $i") } catch { if ($_.Exception.Message -ne "number $i") { $wrong++ } } }
$bytes = [byte[]]::new(12MB)
[Random]::new(1).NextBytes($bytes)
$lines = [Convert]::ToBase64String($bytes, 'InsertLineBreaks') -split "`r`n"
for ($i = 0; $i -lt 3; $i++) { $lines = $lines | ForEach-Object { "$_" }; [GC]::Collect() }
if ([Convert]::FromBase64String($lines -join '').Length -ne $bytes.Length) { $wrong++; 'collections: the text came back another' }
if ((Get-Service spooler).Name -ne 'Spooler') { $wrong++; 'services: the spooler is missing' }
"checked, $wrong wrong, PowerShell $($PSVersionTable.PSVersion)"
exit $wrong
