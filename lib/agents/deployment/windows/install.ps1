# Installs, updates and registers the Mobility service on this Windows machine. Run install.cmd as administrator:
#   install.cmd [-SecretFile FILE] [-NoRegister]
# It may run again and again: what is there already is left as it is. README.md says what each exit code means.
# NOT RUN: nobody has run these scripts on Windows so far. Their text is tested, and their syntax and decisions in the engine of PowerShell 7.
param([string]$SecretFile, [switch]$NoRegister)
. (Join-Path (Split-Path -Parent $MyInvocation.MyCommand.Path) 'common.ps1')
trap { Leave 1 "unexpected: $_" }

# Opens a folder that is new, and closed to all but administrators and the system.
function New-WorkFolder {
    $folder = Join-Path $env:SystemRoot ('Temp\MobilityServicePackage-' + [Guid]::NewGuid())
    New-Item -ItemType Directory -Path $folder | Out-Null
    & icacls.exe $folder /inheritance:r /grant:r '*S-1-5-18:(OI)(CI)F' '*S-1-5-32-544:(OI)(CI)F' | Out-Null
    if ($LASTEXITCODE -ne 0) { Leave 220 "the folder $folder could not be closed to others" }
    return $folder
}

function Get-Digest([string]$path) {
    $stream = [IO.File]::OpenRead($path)
    try { $bytes = ([Security.Cryptography.SHA256]::Create()).ComputeHash($stream) } finally { $stream.Close() }
    return ([BitConverter]::ToString($bytes)).Replace('-', '').ToLower()
}

# The copy in our own folder is the one that is checked and used.
function Copy-Installer($row) {
    $copy = Join-Path $script:work 'MobilityServiceInstaller.exe'
    $included = Join-Path $here ('installers\' + $row.File)
    if (Test-Path $included) { Copy-Item $included $copy }
    elseif ($row.Url -eq '-') { Leave 233 "$included is not there; copy it from the package again" }
    else {
        Say "fetching $($row.File)"
        try {
            [Net.ServicePointManager]::SecurityProtocol = 3072
            (New-Object Net.WebClient).DownloadFile($row.Url, $copy)
        } catch {
            Leave 233 "$($row.File) could not be fetched; its link ends at $(Read-Conf 'LINKS_END'). Make a new package, or put the file into $here\installers"
        }
    }
    $digest = Get-Digest $copy
    if ($digest -ne $row.Sha256) { Leave 234 "$($row.File) is not the file that the package was made for: SHA-256 $digest, expected $($row.Sha256); nothing was run" }
    return $copy
}

# Who may read the secret: administrators and the system. On a share also those whom somebody has chosen, but no group that everybody is in.
function Test-MayRead([string]$sid, [bool]$isOnShare) {
    if ($sid -match '^S-1-5-(18|32-544)$') { return $true }
    return ($isOnShare -and $sid -notmatch '^S-1-1-0$|^S-1-5-(2|4|7|11|32-545|32-546)$|^S-1-5-21-.*-51[34]$')
}

# A file that others can read holds no secret any more.
function Assert-Secret([string]$file) {
    if (-not (Test-Path $file) -or (Get-Item $file).Length -eq 0) { Leave 235 "$file is not there or empty. Put the $(Read-Conf 'SECRET_NAME') into it, or use -NoRegister; see README.md" }
    foreach ($rule in (Get-Acl $file).GetAccessRules($true, $true, [Security.Principal.SecurityIdentifier])) {
        if ($rule.AccessControlType -eq 'Allow' -and -not (Test-MayRead $rule.IdentityReference.Value ($file.StartsWith('\\')))) {
            Leave 235 "$file can be read by $($rule.IdentityReference.Value); only administrators and the system may: icacls ""$file"" /reset & icacls ""$file"" /inheritance:r /grant:r *S-1-5-18:F *S-1-5-32-544:F"
        }
    }
}

# The line of installers.tsv for Windows.
function Read-Row {
    foreach ($line in (Get-Content (Join-Path $here 'installers.tsv'))) {
        $cell = $line.Split("`t")
        if ($cell[0] -eq 'Windows') { return @{ Version = $cell[1]; File = $cell[2]; Sha256 = $cell[3]; Oldest = $cell[4]; Url = $cell[5] } }
    }
    Leave 232 'the package has no installer for Windows'
}

function Install-Agent($row, [string]$before) {
    $script:work = New-WorkFolder
    $setup = Copy-Installer $row
    $extracted = Join-Path $script:work 'Extracted'
    $code = Invoke-Program $setup "/q /x:""$extracted"""
    $program = Join-Path $extracted 'UnifiedAgent.exe'
    if (-not (Test-Path $program)) { $program = Join-Path $extracted 'UnifiedAgentInstaller.exe' }
    if (-not (Test-Path $program)) { Leave 222 "the installer could not be unpacked ($code): UnifiedAgent.exe is not in it" }
    $arguments = Read-Conf 'INSTALL_ARGUMENTS'
    if ($before) { $arguments = Read-Conf 'UPGRADE_ARGUMENTS' }
    if ($script:migrates) { $arguments = Read-Conf 'MIGRATE_ARGUMENTS' }
    Say "installing $($row.Version) over $(if ($before) { $before } else { 'nothing' })"
    $code = Invoke-Program $program $arguments
    if ((' ' + (Read-Conf 'BUSY_CODES') + ' ').Contains(" $code ")) { Leave 1618 "another installation is at work ($code); try again later" }
    if (-not (' ' + (Read-Conf 'SUCCESS_CODES') + ' ').Contains(" $code ")) { Leave $code "the installer failed; see README.md for the code and $logs\ASRUnifiedAgentInstaller.log" }
    $version = Get-AgentVersion
    if (-not (Test-Installed) -or -not (Test-AtVersion $version $row.Version)) { Leave 236 "the installer ended with $code, which claims success, but the machine has $(if ($version) { $version } else { 'no Mobility service' })" }
    if (-not (Test-Complete)) { Leave 243 "version $version is installed, but its last steps did not succeed; see $logs\ASRUnifiedAgentInstaller.log" }
    return $code
}

function Test-Complete {
    return ((Read-AgentValue 'PostInstallActions') -eq 'Succeeded')
}

# What the package ends with when all is there: the installer's own word on a restart, or 1641 (mandatory) where the driver waits for one.
function Get-Result([int]$code) {
    if (-not (Test-DriverInstalled)) { Leave 249 "version $(Get-AgentVersion) is installed, but the filter driver InDskFlt does not stand before the disks; see $logs\ASRUnifiedAgentInstaller.log" }
    if (-not (Test-DriverLoaded)) {
        Say 'the filter driver is not loaded: a restart is mandatory'
        return 1641
    }
    if ($code -eq 1641 -or $code -eq 3010) { return $code }
    return 0
}

function Register-Agent([string]$file) {
    $configurator = Join-Path (Read-AgentValue 'InstallDirectory') 'agent\UnifiedAgentConfigurator.exe'
    if (-not (Test-Path $configurator)) { $configurator = Join-Path (Read-AgentValue 'InstallDirectory') 'UnifiedAgentConfigurator.exe' }
    if (-not (Test-Path $configurator)) { Leave 224 'the configurator is not there; the Mobility service is not installed completely' }
    if (-not $script:work) { $script:work = New-WorkFolder }
    $copy = Join-Path $script:work (Read-Conf 'SECRET_FILE')
    Copy-Item $file $copy
    Say "registering with $(Read-Conf 'SERVER')"
    $code = Invoke-Program $configurator ((Read-Conf 'REGISTER_ARGUMENTS') + ' ' + (Read-Conf 'SECRET_SWITCH') + " ""$copy""")
    Remove-Item -Force $copy
    $isOurs = -not $script:migrates -or ($code -eq 0 -and (Read-AgentConfig 'CSType') -eq (Read-Conf 'CS_TYPE'))
    if ($isOurs -and (Test-Registered)) { return }
    if ($code -eq 0) { Leave 238 'the configurator claims success, but the agent does not say that it is registered' }
    Leave $code "the registration failed; see README.md for the code and $logs\ASRUnifiedAgentConfigurator.log"
}

# What the vendor's installer refuses, by the code that it would end with. A classic agent becomes one of the modernized generation on the way to a newer version.
function Assert-Updatable([string]$before, $row) {
    if ([version]$before -lt [version](Read-Conf 'FLOOR')) { Leave 11 "version $before is older than $(Read-Conf 'FLOOR'), from which no installer updates; remove it, restart, and run this again" }
    $platform = Read-AgentConfig 'VmPlatform'
    if ($platform -and $platform -ne 'VmWare') { Leave 76 "the agent was installed for the platform $platform, which cannot change; leave it, or remove it, restart, and run this again" }
    $role = Read-AgentConfig 'Role'
    if ($role -and $role -notmatch '^(Agent|MS)$') { Leave 75 "the machine is a $role and no replicated machine; it is updated with its servers; nothing was changed" }
    if ([version]$before -lt [version]$row.Oldest) { Leave 240 "version $before is more than four releases older than $($row.Version); go by a version in between, the oldest from which it can be installed is $($row.Oldest)" }
    $type = Read-AgentConfig 'CSType'
    if (-not $type -or $type -eq (Read-Conf 'CS_TYPE')) { return }
    $script:migrates = $type -eq 'CSLegacy' -and (Read-Conf 'MIGRATE_ARGUMENTS') -and [version]$before -lt [version]$row.Version -and -not (Test-AtVersion $before $row.Version)
    if (-not $script:migrates) { Leave 241 "the agent belongs to $type, the package is for $(Read-Conf 'CS_TYPE'), which the installer refuses with 97; nothing was changed. A classic agent is migrated to modernized only by a newer version" }
    Say "the classic agent is migrated to $(Read-Conf 'CS_TYPE') and registered anew"
}

Assert-Administrator
if ($args.Count -gt 0) { Leave 230 "$args is not known; expected [-SecretFile FILE] [-NoRegister]" }
Say "deployment package of $(Read-Conf 'MADE'), for $(Read-Conf 'GENERATION') server $(Read-Conf 'SERVER')"
if (-not $SecretFile) { $SecretFile = Join-Path $env:ProgramData ('MobilityServiceSecret\' + (Read-Conf 'SECRET_FILE')) }
$row = Read-Row
$before = Get-AgentVersion
if ((Test-Installed) -and -not $before) { Leave 242 'the Mobility service is damaged: its version cannot be read; remove it and install anew' }
$script:migrates = $false
if ($before) { Assert-Updatable $before $row }
$server = Read-AgentConfig 'Hostname'
if ((Test-Registered) -and (Read-Conf 'GENERATION') -eq 'Classic' -and $server -and $server -ne (Read-Conf 'SERVER')) { Leave 237 "the agent is registered with $server, the package is for $(Read-Conf 'SERVER'); nothing was changed" }
if (-not $NoRegister -and ($script:migrates -or -not (Test-Registered))) { Assert-Secret $SecretFile }
$code = 0
if (-not $before) { $code = Install-Agent $row '' }
elseif ([version]$before -gt [version]$row.Version -and -not (Test-AtVersion $before $row.Version)) {
    if (-not (Test-Complete)) { Leave 243 "the newer version $before is there, but its last steps did not succeed; run its own installer again" }
    Say "the newer version $before is installed already"
}
elseif ((Test-AtVersion $before $row.Version) -and (Test-Complete)) { Say "version $before is installed already" }
else { $code = Install-Agent $row $before }
$result = Get-Result $code
if (-not $NoRegister -and ($script:migrates -or -not (Test-Registered))) { Register-Agent $SecretFile }
Leave $result "the Mobility service has $(Get-AgentVersion) and is $(if (Test-Registered) { 'registered' } else { 'not registered yet' })"
