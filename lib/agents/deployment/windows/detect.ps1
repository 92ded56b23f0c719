# Detection script for Configuration Manager; it stands alone, because only its text is taken over. Installed: it prints the version and exits 0.
# Not installed: it prints nothing and exits 0.
# NOT RUN: nobody has run these scripts on Windows so far. Their text is tested, and their syntax and decisions in the engine of PowerShell 7.
$wanted = [version]'@VERSION@'
$mustBeRegistered = $true
# An agent whose program is no longer among the installed ones left its own key behind.
$isListed = $false
foreach ($view in 'HKLM:\SOFTWARE\Microsoft', 'HKLM:\SOFTWARE\Wow6432Node\Microsoft') {
    if (Test-Path "$view\Windows\CurrentVersion\Uninstall\{275197FC-14FD-4560-A5EB-38217F80CBD1}") { $isListed = $true }
}
foreach ($key in 'HKLM:\SOFTWARE\Wow6432Node\InMage Systems\Installed Products\5', 'HKLM:\SOFTWARE\InMage Systems\Installed Products\5') {
    if (-not $isListed -or -not (Test-Path $key)) { continue }
    $agent = Get-ItemProperty -Path $key
    if ($agent.Version -notmatch '^\d+\.\d+\.\d+\.\d+$') { continue }
    $found = [version]$agent.Version
    if ($found.Build -eq 0 -and $agent.Build_Number -match '^\d+$') { $found = [version]"$($found.Major).$($found.Minor).$($agent.Build_Number).$($found.Revision)" }
    # A build or a last field of 0 stands for "not said".
    $isSameRelease = $found.Major -eq $wanted.Major -and $found.Minor -eq $wanted.Minor
    $isThere = $found -ge $wanted -or ($isSameRelease -and ($wanted.Build -eq 0 -or ($found.Build -eq $wanted.Build -and $found.Revision -eq 0)))
    if (-not $isThere -or $agent.PostInstallActions -ne 'Succeeded') { continue }
    if ($mustBeRegistered -and $agent.AgentConfigurationStatus -ne 'Succeeded') { continue }
    Write-Output "Mobility service $found"
    break
}
exit 0
