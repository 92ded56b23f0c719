# LAB stand-in: Wine answers no WMI to PowerShell. These classes, each with what the lab knows of the machine; others are refused as Windows does.
[CmdletBinding()]
param(
    [Parameter(Mandatory, Position = 0)][Alias('Class')][string] $ClassName,
    [string] $Namespace = 'root/cimv2',
    [string] $Filter,
    [string[]] $Property,
    [string] $ComputerName,
    [Alias('OT')][uint32] $OperationTimeoutSec
)
$current = Get-ItemProperty 'HKLM:\SOFTWARE\Microsoft\Windows NT\CurrentVersion'
$isServer = $current.InstallationType -eq 'Server'
$boot = (Get-Process services)[0].StartTime
$version = if ($current.CurrentMajorVersionNumber -ge 10) { "10.0.$($current.CurrentBuild)" } else { "$($current.CurrentVersion).$($current.CurrentBuild)" }
$drive = [IO.DriveInfo]::new('C')
$memory = [long](4GB)
$biosId = [IO.File]::ReadAllText('C:\lab\bios-id').Trim()
$rows = switch ($ClassName) {
    'Win32_OperatingSystem' {
        [pscustomobject]@{
            Caption = "Microsoft $($current.ProductName)"; Version = $version; BuildNumber = $current.CurrentBuild; OSArchitecture = '64-bit'
            ProductType = if ($isServer) { [uint32]3 } else { [uint32]1 }; CSName = $env:COMPUTERNAME
            ServicePackMajorVersion = [uint16]("0$($current.CSDVersion -replace '\D')"); CSDVersion = $current.CSDVersion
            LastBootUpTime = $boot; LocalDateTime = Get-Date; InstallDate = $boot.AddDays(-30); OSLanguage = [uint32]1033; Locale = '0409'
            SystemDrive = 'C:'; SystemDirectory = 'C:\windows\system32'; WindowsDirectory = 'C:\windows'; BootDevice = '\Device\HarddiskVolume1'; SystemDevice = '\Device\HarddiskVolume1'
            TotalVisibleMemorySize = [uint64]($memory / 1KB); FreePhysicalMemory = [uint64]($memory / 2KB); OperatingSystemSKU = [uint32]7
        }
    }
    'Win32_ComputerSystem' {
        [pscustomobject]@{
            Name = $env:COMPUTERNAME; DNSHostName = $env:COMPUTERNAME; Domain = 'WORKGROUP'; PartOfDomain = $false; DomainRole = if ($isServer) { [uint16]2 } else { [uint16]0 }
            Manufacturer = 'VMware, Inc.'; Model = 'VMware Virtual Platform'; TotalPhysicalMemory = [uint64]$memory; SystemType = 'x64-based PC'; NumberOfProcessors = [uint32]1
        }
    }
    'Win32_ComputerSystemProduct' { [pscustomobject]@{ UUID = $biosId; Name = 'VMware Virtual Platform'; Vendor = 'VMware, Inc.'; IdentifyingNumber = "VMware-$biosId" } }
    'Win32_BIOS' { [pscustomobject]@{ SerialNumber = "VMware-$biosId"; Manufacturer = 'VMware, Inc.'; SMBIOSBIOSVersion = '6.00' } }
    'Win32_SystemEnclosure' { [pscustomobject]@{ SMBIOSAssetTag = 'No Asset Tag'; SerialNumber = 'None' } }
    'Win32_LogicalDisk' { [pscustomobject]@{ DeviceID = 'C:'; DriveType = [uint32]3; FileSystem = 'NTFS'; Size = [uint64]$drive.TotalSize; FreeSpace = [uint64]$drive.AvailableFreeSpace } }
    'Win32_Volume' { [pscustomobject]@{ DriveLetter = 'C:'; DriveType = [uint32]3; FileSystem = 'NTFS'; BootVolume = $true; SystemVolume = $true; Capacity = [uint64]$drive.TotalSize; FreeSpace = [uint64]$drive.AvailableFreeSpace } }
    'Win32_DiskPartition' { [pscustomobject]@{ DeviceID = 'Disk #0, Partition #0'; DiskIndex = [uint32]0; Index = [uint32]0; BootPartition = $true; Bootable = $true; PrimaryPartition = $true; Type = 'Installable File System' } }
    'Win32_DiskDrive' { [pscustomobject]@{ Index = [uint32]0; DeviceID = '\\.\PHYSICALDRIVE0'; Model = 'VMware Virtual disk'; InterfaceType = 'SCSI'; Size = [uint64]$drive.TotalSize; SerialNumber = '' } }
    'Win32_Process' {
        Get-Process | ForEach-Object { [pscustomobject]@{ Name = "$($_.ProcessName).exe"; ProcessId = [uint32]$_.Id; CreationDate = $_.StartTime; ExecutablePath = $_.Path; CommandLine = "`"$($_.Path)`"" } }
    }
    'Win32_Service' {
        Get-Service | ForEach-Object {
            $key = Get-ItemProperty "HKLM:\SYSTEM\CurrentControlSet\Services\$($_.Name)" -ErrorAction SilentlyContinue
            $mode = switch ($key.Start) { 0 { 'Boot' } 1 { 'System' } 2 { 'Auto' } 3 { 'Manual' } default { 'Disabled' } }
            [pscustomobject]@{ Name = $_.Name; DisplayName = $_.DisplayName; State = "$($_.Status)"; StartMode = $mode; PathName = $key.ImagePath; StartName = 'LocalSystem'; DelayedAutoStart = [bool]$key.DelayedAutostart; ProcessId = [uint32]0; ExitCode = [uint32]0 }
        }
    }
    'Win32_QuickFixEngineering' { Get-HotFix }
    'AntiVirusProduct' {
        if ($isServer) { throw [Exception]::new('Invalid namespace ') } # only clients have a security centre
        [pscustomobject]@{ displayName = 'Windows Defender'; productState = [uint32]397568; pathToSignedProductExe = 'windowsdefender://' }
    }
    default { throw [Exception]::new('Invalid class ') }
}
if (-not $Filter) { return $rows }
# Comparisons joined by AND, those joined by OR, without parentheses.
$ways = foreach ($way in $Filter -split '\s+or\s+') {
    , @(foreach ($part in $way -split '\s+and\s+') {
        if ($part -notmatch "^\s*(\w+)\s*(=|<>|!=|like)\s*[`"']?([^`"']*?)[`"']?\s*$") { throw [Exception]::new('Invalid query ') }
        , @($Matches[1], $Matches[2], $Matches[3].Replace('\\', '\'))
    })
}
foreach ($row in $rows) {
    foreach ($way in $ways) {
        $fits = $true
        foreach ($comparison in $way) {
            $name, $operator, $value = $comparison
            $found = "$($row.$name)"
            $holds = if ($operator -eq '=') { $found -eq $value } elseif ($operator -eq 'like') { $found -like $value.Replace('%', '*') } else { $found -ne $value }
            $fits = $fits -and $holds
        }
        if ($fits) { $row; break }
    }
}
