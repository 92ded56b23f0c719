# Looks for what is left of the Mobility service after its removal, and changes nothing. Every line is a kind and a name; the last is `end`.
$folder = $args[0]
function Show-Left([string]$Kind, [string]$What) { Write-Fact $Kind $What }

foreach ($view in 'HKLM:\SOFTWARE\Microsoft', 'HKLM:\SOFTWARE\Wow6432Node\Microsoft') {
    $key = "$view\Windows\CurrentVersion\Uninstall\{275197FC-14FD-4560-A5EB-38217F80CBD1}"
    if (Test-Path -LiteralPath $key) { Show-Left 'product' $key }
}
foreach ($name in 'svagents', 'InMage Scout Application Service') {
    $service = Get-Service -Name $name -ErrorAction SilentlyContinue
    if ($service) { Show-Left $(if ([string]$service.Status -eq 'Running') { 'running' } else { 'service' }) $name }
}
foreach ($place in @($folder, (Join-Path $folder 'agent'))) {
    if (Test-Path -LiteralPath (Join-Path $place 'svagents.exe')) { Show-Left 'programs' $place; break }
}
if (Test-Path -LiteralPath $folder) { Show-Left 'folder' $folder }
foreach ($key in 'HKLM:\SOFTWARE\Wow6432Node\InMage Systems\Installed Products\5', 'HKLM:\SOFTWARE\InMage Systems\Installed Products\5') {
    if (Test-Path -LiteralPath $key) { Show-Left 'registry' $key }
}
if (Get-Service -Name 'Azure Site Recovery VSS Provider' -ErrorAction SilentlyContinue) { Show-Left 'vss-provider' 'Azure Site Recovery VSS Provider' }
$driver = Get-Service -Name 'InDskFlt' -ErrorAction SilentlyContinue
if ($driver) { Show-Left $(if ([string]$driver.Status -eq 'Running') { 'driver-loaded' } else { 'driver' }) 'InDskFlt' }
$filters = Get-ItemProperty -LiteralPath 'HKLM:\SYSTEM\CurrentControlSet\Control\Class\{4d36e967-e325-11ce-bfc1-08002be10318}' -Name UpperFilters -ErrorAction SilentlyContinue
if ($filters -and @($filters.UpperFilters) -contains 'InDskFlt') { Show-Left 'upper-filter' 'InDskFlt' }
if (Test-Path -LiteralPath 'HKLM:\SOFTWARE\Microsoft\Windows\CurrentVersion\Uninstall\{5CF4D04A-F16C-4892-9196-6025EA61F964}') { Show-Left 'vm-agent' '{5CF4D04A-F16C-4892-9196-6025EA61F964}' }
try {
    foreach ($rule in Get-NetFirewallRule -ErrorAction Stop | Where-Object { $_.DisplayName -match 'InMage|svagents|Site Recovery' } | Select-Object -First 10) { Show-Left 'firewall-rule' $rule.DisplayName }
}
catch { $null = $_ } # before Windows Server 2012 there is no such command
$MfOut.WriteLine('end')
