# Tells what a machine is and how its Mobility service does, and changes nothing: one JSON object. `agent` as its argument: only the agent and what is at work;
# else names of services of virus scanners behind the first.
# What cannot be read is left out.
function Read-Value([string]$Key, [string]$Name) {
    $found = Get-ItemProperty -LiteralPath "HKLM:\$Key" -Name $Name -ErrorAction SilentlyContinue
    if ($found) { $found.$Name }
}

# Of the agent's own record, whichever view of the registry holds it.
function Read-AgentValue([string]$Name) {
    foreach ($view in 'SOFTWARE\Wow6432Node', 'SOFTWARE') {
        $value = Read-Value "$view\InMage Systems\Installed Products\5" $Name
        if ($value) { return [string]$value }
    }
}

function Test-Key([string]$Key) { Test-Path -LiteralPath "HKLM:\$Key" }

# Objects of WMI, or nothing where it does not answer.
function Find-Cim([string]$Class, [string]$Filter) {
    try {
        if ($Filter) { Get-CimInstance -ClassName $Class -Filter $Filter } else { Get-CimInstance -ClassName $Class }
    }
    catch { $null = $_ }
}

# The lines of a configuration file that name one of these keys.
function Read-Setting([string]$Path, [string]$Key) {
    if (-not (Test-Path -LiteralPath $Path)) { return }
    foreach ($line in [IO.File]::ReadAllLines($Path)) {
        $name, $value = $line -split '=', 2
        if ($value -and $name.Trim() -eq $Key) { return $value.Trim().Trim('"') }
    }
}

function Get-ServiceState([string]$Name) {
    $service = Get-Service -Name $Name -ErrorAction SilentlyContinue
    if ($service) { [string]$service.Status } else { 'Missing' }
}

function Get-AgentFacts {
    $version = Read-AgentValue 'Version'
    $registered = (Test-Key "SOFTWARE\Microsoft\Windows\CurrentVersion\Uninstall\$product") -or (Test-Key "SOFTWARE\Wow6432Node\Microsoft\Windows\CurrentVersion\Uninstall\$product")
    if (-not $version -and -not $registered) { return }
    $folder = Read-AgentValue 'InstallDirectory'
    $agentDir = ''
    foreach ($place in @($folder, $(if ($folder) { Join-Path $folder 'agent' }))) {
        if ($place -and (Test-Path -LiteralPath (Join-Path $place 'UnifiedAgentConfigurator.exe'))) { $agentDir = $place; break }
    }
    $conf = if ($agentDir) { Join-Path $agentDir 'Application Data\etc\drscout.conf' } else { '' }
    @{
        version = $version
        build = Read-AgentValue 'Build_Number'
        installDir = $folder
        dir = $agentDir
        postInstall = Read-AgentValue 'PostInstallActions'
        configured = Read-AgentValue 'AgentConfigurationStatus'
        role = $(if ($conf) { Read-Setting $conf 'Role' })
        platform = $(if ($conf) { Read-Setting $conf 'VmPlatform' })
        csType = $(if ($conf) { Read-Setting $conf 'CSType' })
        hostId = $(if ($conf) { Read-Setting $conf 'HostId' })
        serverAddress = $(if ($conf) { Read-Setting $conf 'Hostname' })
        hasConfiguration = $(if ($conf) { Test-Path -LiteralPath $conf } else { $false })
        services = @{ svagents = Get-ServiceState 'svagents'; application = Get-ServiceState 'InMage Scout Application Service' }
        azureVmAgent = Read-AgentValue 'AzureVMAgentInstalled'
    }
}

# Programs of the vendor, or of Windows' installer, that are at work.
function Get-AtWork {
    @(Find-Cim 'Win32_Process' "Name LIKE 'Unified%' OR Name LIKE 'MobilityService%' OR Name='msiexec.exe'" | ForEach-Object {
            # Values on a command line of another product may be its secrets.
            "$($_.Name) $([string]$_.CommandLine -replace '(\b\w+)=("[^"]*"|\S*)', '$1=...')"
        })
}

function Get-PendingRestart {
    $pending = @()
    if (Test-Key 'SOFTWARE\Microsoft\Windows\CurrentVersion\Component Based Servicing\RebootPending') { $pending += 'ComponentServicing' }
    if (Test-Key 'SOFTWARE\Microsoft\Windows\CurrentVersion\WindowsUpdate\Auto Update\RebootRequired') { $pending += 'WindowsUpdate' }
    if (Read-Value 'SYSTEM\CurrentControlSet\Control\Session Manager' 'PendingFileRenameOperations') { $pending += 'FileRename' }
    # What the agent's own installer calls one: a filter driver that is there without its service.
    foreach ($driver in 'InDskFlt', 'involflt') {
        if ((Test-Path -LiteralPath (Join-Path $env:SystemRoot "System32\drivers\$driver.sys")) -and -not (Test-Key "SYSTEM\CurrentControlSet\Services\$driver")) { $pending += $driver }
    }
    $pending
}

function Get-Services {
    foreach ($name in 'vds', 'vss', 'COMSysApp', 'MSDTC', 'msiserver', 'EventLog') {
        $start = Read-Value "SYSTEM\CurrentControlSet\Services\$name" 'Start'
        @{ name = $name; start = $(if ($null -eq $start) { 'Missing' } elseif ($start -eq 4) { 'Disabled' } else { 'Enabled' }) }
    }
}

function Get-FreeKb([string]$Path) {
    try { [long][Math]::Floor(([IO.DriveInfo][IO.Path]::GetPathRoot($Path)).AvailableFreeSpace / 1024) } catch { $null = $_ }
}

# Defender: does it work, and what does it leave out (nothing is told where that cannot be read); and services of other virus scanners, of the names that were asked for.
function Get-Antivirus([string[]]$Names) {
    $defender = $null
    try {
        $status = Get-MpComputerStatus -ErrorAction Stop
        $defender = @{ works = [bool]($status.AMServiceEnabled -and $status.AntivirusEnabled); mode = [string]$status.AMRunningMode; exclusions = $null }
        $defender.exclusions = @((Get-MpPreference -ErrorAction Stop).ExclusionPath | Where-Object { $_ })
    }
    catch { $null = $_ } # there is none, or it does not answer
    @{
        defender = $defender
        services = @(Find-Services $Names)
        added = @(Read-Names 'SOFTWARE\MobilityFleet\AntivirusExclusions')
    }
}

# Services that are registered under one of these names; `*` stands for any characters.
function Find-Services([string[]]$Names) {
    $services = Get-Item -LiteralPath 'HKLM:\SYSTEM\CurrentControlSet\Services' -ErrorAction SilentlyContinue
    if (-not $services -or -not $Names) { return }
    $words = $Names | ForEach-Object { [regex]::Escape($_).Replace('\*', '.*') }
    @($services.GetSubKeyNames()) -match "^(?:$($words -join '|'))$"
}

# The names of the values of a key.
function Read-Names([string]$Key) {
    $found = Get-Item -LiteralPath "HKLM:\$Key" -ErrorAction SilentlyContinue
    if ($found) { $found.GetValueNames() | Where-Object { $_ } }
}

# The agent that a machine has for Azure; its services are disabled until a failover.
function Get-VmAgent {
    $start = Read-Value 'SYSTEM\CurrentControlSet\Services\WindowsAzureGuestAgent' 'Start'
    $program = '{5CF4D04A-F16C-4892-9196-6025EA61F964}'
    @{
        state = $(if ($null -eq $start) { 'Absent' } elseif ($start -eq 4) { 'Disabled' } else { Get-ServiceState 'WindowsAzureGuestAgent' })
        version = Read-Value "SOFTWARE\Microsoft\Windows\CurrentVersion\Uninstall\$program" 'DisplayVersion'
    }
}

$product = '{275197FC-14FD-4560-A5EB-38217F80CBD1}'
$facts = @{ agent = Get-AgentFacts; atWork = Get-AtWork }
if ($args[0] -ne 'agent') {
    $current = 'SOFTWARE\Microsoft\Windows NT\CurrentVersion'
    $machine = Find-Cim 'Win32_ComputerSystem' | Select-Object -First 1
    $firmware = Find-Cim 'Win32_ComputerSystemProduct' | Select-Object -First 1
    $case = Find-Cim 'Win32_SystemEnclosure' | Select-Object -First 1
    $facts += @{
        hostName = [Environment]::MachineName
        machineId = Read-Value 'SOFTWARE\Microsoft\Cryptography' 'MachineGuid'
        biosId = $firmware.UUID
        bootId = Get-MfBoot
        architecture = [Environment]::GetEnvironmentVariable('PROCESSOR_ARCHITECTURE', 'Machine')
        is64Bit = [Environment]::Is64BitOperatingSystem
        assetTag = $case.SMBIOSAssetTag
        clock = [long][Math]::Floor(([DateTime]::UtcNow - [DateTime]'1970-01-01').TotalSeconds)
        productName = Read-Value $current 'ProductName'
        build = Read-Value $current 'CurrentBuildNumber'
        kind = Read-Value $current 'InstallationType'
        servicePack = Read-Value $current 'CSDVersion'
        powerShell = $PSVersionTable.PSVersion.ToString()
        dotNet = Read-Value 'SOFTWARE\Microsoft\NET Framework Setup\NDP\v4\Full' 'Release'
        memoryKb = $(if ($machine.TotalPhysicalMemory) { [long]($machine.TotalPhysicalMemory / 1024) })
        secureBoot = Read-Value 'SYSTEM\CurrentControlSet\Control\SecureBoot\State' 'UEFISecureBootEnabled'
        hotFixes = @(Find-Cim 'Win32_QuickFixEngineering' "HotFixID='KB4490628' OR HotFixID='KB4474419' OR HotFixID='KB4493730'" | ForEach-Object { $_.HotFixID })
        pendingRestart = @(Get-PendingRestart)
        services = @(Get-Services)
        driverLoaded = (Get-ServiceState 'InDskFlt') -eq 'Running'
        upperFilter = @(Read-Value 'SYSTEM\CurrentControlSet\Control\Class\{4d36e967-e325-11ce-bfc1-08002be10318}' 'UpperFilters') -contains 'InDskFlt'
        freeSystemKb = Get-FreeKb $env:SystemRoot
        freeInstallKb = Get-FreeKb ${env:ProgramFiles(x86)}
        antivirus = Get-Antivirus @($args | Select-Object -Skip 1)
        vmAgent = Get-VmAgent
        diskBoot = @(Find-Cim 'Win32_DiskPartition' 'BootPartition=TRUE' | ForEach-Object { [string]$_.DiskIndex })
    }
}
Write-Raw (ConvertTo-Json -InputObject $facts -Depth 5 -Compress)
