# What the Windows scripts of a deployment package share; read by them, never run alone. PowerShell 2.0 and later.
# NOT RUN: nobody has run these scripts on Windows so far. Their text is tested, and their syntax and decisions in the engine of PowerShell 7.
$ErrorActionPreference = 'Stop'
$here = Split-Path -Parent $MyInvocation.MyCommand.Path
$product = '{275197FC-14FD-4560-A5EB-38217F80CBD1}'
$logs = Join-Path $env:ProgramData 'ASRSetupLogs'
$log = Join-Path $logs 'MobilityServicePackage.log'

function Say([string]$text) {
    $line = '{0:yyyy-MM-ddTHH:mm:ssZ} {1}' -f [DateTime]::UtcNow, $text
    Write-Output $line | Out-Host
    if (-not (Test-Path $logs)) { New-Item -ItemType Directory -Path $logs | Out-Null }
    Add-Content -Path $log -Value $line
}

# The last thing that a script says. Configuration Manager reads the code.
function Leave([int]$code, [string]$text) {
    if ($script:work -and (Test-Path $script:work)) { Remove-Item -Recurse -Force $script:work -ErrorAction SilentlyContinue }
    Say "exit ${code}: $text"
    exit $code
}

function Read-Conf([string]$key) {
    foreach ($line in (Get-Content (Join-Path $here 'package.conf'))) {
        if ($line.StartsWith("$key=")) { return $line.Substring($key.Length + 1) }
    }
    return ''
}

# A value of the agent's own registry key, whichever view of the registry holds it.
function Read-AgentValue([string]$name) {
    foreach ($key in 'HKLM:\SOFTWARE\Wow6432Node\InMage Systems\Installed Products\5', 'HKLM:\SOFTWARE\InMage Systems\Installed Products\5') {
        if (Test-Path $key) {
            $value = (Get-ItemProperty -Path $key).$name
            if ($value) { return [string]$value }
        }
    }
    return ''
}

function Test-Installed {
    foreach ($view in 'HKLM:\SOFTWARE\Microsoft', 'HKLM:\SOFTWARE\Wow6432Node\Microsoft') {
        if (Test-Path "$view\Windows\CurrentVersion\Uninstall\$product") { return $true }
    }
    return $false
}

# The installed version, with the build number as its third field where the agent leaves it out; empty when there is none.
function Get-AgentVersion {
    $version = Read-AgentValue 'Version'
    if ($version -notmatch '^\d+\.\d+\.\d+\.\d+$') { return '' }
    $field = $version.Split('.')
    $build = Read-AgentValue 'Build_Number'
    if ($field[2] -eq '0' -and $build -match '^\d+$') { $field[2] = $build }
    return ($field -join '.')
}

# A build of 0 stands for "not said", as in the file names of some releases.
function Test-AtVersion([string]$found, [string]$wanted) {
    if (-not $found) { return $false }
    $f = [version]$found
    $w = [version]$wanted
    if ($f.Major -ne $w.Major -or $f.Minor -ne $w.Minor) { return $false }
    if (($f.Build + $f.Revision) -eq 0 -or ($w.Build + $w.Revision) -eq 0) { return $true }
    return ($f.Build -eq $w.Build -and ($f.Revision -eq $w.Revision -or $f.Revision -eq 0 -or $w.Revision -eq 0))
}

function Test-Registered {
    return ((Read-AgentValue 'AgentConfigurationStatus') -eq 'Succeeded')
}

# A value of the agent's configuration, such as Hostname: the server that it reports to. Empty when there is none.
function Read-AgentConfig([string]$name) {
    $folder = Read-AgentValue 'InstallDirectory'
    foreach ($file in "$folder\Application Data\etc\drscout.conf", "$folder\agent\Application Data\etc\drscout.conf") {
        if ($folder -and (Test-Path $file)) {
            foreach ($line in (Get-Content $file)) { if ($line -match "^\s*$name\s*=\s*""?([^""]*?)""?\s*$") { return $matches[1] } }
        }
    }
    return ''
}

# Starts a program, waits for its end, and gives its exit code.
function Invoke-Program([string]$path, [string]$arguments) {
    $process = Start-Process -FilePath $path -ArgumentList $arguments -Wait -PassThru
    return $process.ExitCode
}

function Assert-Administrator {
    $me = New-Object Security.Principal.WindowsPrincipal([Security.Principal.WindowsIdentity]::GetCurrent())
    if (-not $me.IsInRole([Security.Principal.WindowsBuiltInRole]::Administrator)) {
        Write-Output 'exit 231: only an administrator may do this' | Out-Host
        exit 231
    }
}

# The filter driver stands before the disks, as the installer puts it there.
function Test-DriverInstalled {
    $class = 'HKLM:\SYSTEM\CurrentControlSet\Control\Class\{4d36e967-e325-11ce-bfc1-08002be10318}'
    if (-not (Test-Path $class)) { return $false }
    return (@((Get-ItemProperty -Path $class).UpperFilters) -contains 'InDskFlt')
}

# The agent's own tool sees disks only through a driver that is loaded; where it is not there, the system is asked.
function Test-DriverLoaded {
    $folder = Read-AgentValue 'InstallDirectory'
    foreach ($tool in "$folder\drvutil.exe", "$folder\agent\drvutil.exe") {
        if ($folder -and (Test-Path $tool)) { return ((Invoke-Program $tool '--EnumerateDisks') -eq 0) }
    }
    $driver = Get-Service -Name InDskFlt -ErrorAction SilentlyContinue
    return ($driver -and $driver.Status -eq 'Running')
}
