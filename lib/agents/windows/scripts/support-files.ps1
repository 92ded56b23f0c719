# Prints what support wants to see of a machine, and changes nothing: after each line of the mark and a name a file, or what a command says.
# Of long files the end. Files that hold secrets by their purpose (private, certs, config.json, connection.passphrase) are never read.
$mark = $args[0]
function Show-Section([string]$Name) { $MfOut.Write("`n$mark $Name`n") }

function Show-FileEnd([string]$Path, [int]$Most) {
    $item = Get-Item -LiteralPath $Path -Force -ErrorAction SilentlyContinue
    if (-not $item -or $item.PSIsContainer -or ($item.Attributes -band [IO.FileAttributes]::ReparsePoint)) { return }
    try {
        $stream = [IO.File]::Open($Path, [IO.FileMode]::Open, [IO.FileAccess]::Read, [IO.FileShare]'ReadWrite, Delete')
    }
    catch { return }
    try {
        Show-Section ($Path -replace ':' -replace '\\', '/')
        $wanted = [int][Math]::Min([long]$Most, $stream.Length)
        $null = $stream.Seek(-$wanted, [IO.SeekOrigin]::End)
        $buffer = New-Object byte[] $wanted
        $got = $stream.Read($buffer, 0, $wanted)
        Write-Raw ([Text.Encoding]::UTF8.GetString($buffer, 0, $got))
    }
    finally { $stream.Dispose() }
}

$logs = Join-Path $env:ProgramData 'ASRSetupLogs'
if (Test-Path -LiteralPath $logs) {
    foreach ($file in Get-ChildItem -LiteralPath $logs -Filter '*.log' | Sort-Object LastWriteTime -Descending | Select-Object -First 20) { Show-FileEnd $file.FullName 1048576 }
}
$folders = @()
Show-Section 'commands/registry.txt'
foreach ($view in 'SOFTWARE\Wow6432Node', 'SOFTWARE') {
    $key = "HKLM:\$view\InMage Systems\Installed Products\5"
    if (-not (Test-Path -LiteralPath $key)) { continue }
    $MfOut.WriteLine($key)
    $values = Get-ItemProperty -LiteralPath $key
    if ($values.InstallDirectory) { $folders += $values.InstallDirectory, (Join-Path $values.InstallDirectory 'agent') }
    foreach ($value in $values.PSObject.Properties) { if ($value.Name -notlike 'PS*') { $MfOut.WriteLine("$($value.Name) = $($value.Value)") } }
}
foreach ($folder in $folders) { Show-FileEnd (Join-Path $folder 'Application Data\etc\drscout.conf') 262144 }
Show-Section 'commands/services.txt'
foreach ($name in 'svagents', 'InMage Scout Application Service', 'Azure Site Recovery VSS Provider', 'InDskFlt', 'WindowsAzureGuestAgent', 'RdAgent', 'vss', 'msiserver') {
    $service = Get-Service -Name $name -ErrorAction SilentlyContinue
    $MfOut.WriteLine("$name $(if ($service) { $service.Status } else { 'not there' })")
}
Show-Section 'commands/antivirus.txt'
try {
    $status = Get-MpComputerStatus -ErrorAction Stop
    $MfOut.WriteLine("Defender works: $($status.AntivirusEnabled), mode: $($status.AMRunningMode), tamper protection: $($status.IsTamperProtected)")
    foreach ($path in (Get-MpPreference -ErrorAction Stop).ExclusionPath) { $MfOut.WriteLine("left out: $path") }
}
catch { $MfOut.WriteLine("could not be read: $($_.Exception.Message)") }
Show-Section 'commands/event-log.txt'
try {
    Get-WinEvent -FilterHashtable @{ LogName = 'System', 'Application'; StartTime = (Get-Date).AddDays(-7) } -MaxEvents 2000 -ErrorAction Stop |
        Where-Object { $_.ProviderName -match 'MsiInstaller|Service Control Manager|VSS|InMage|svagents' } | Select-Object -First 200 |
        ForEach-Object { $MfOut.WriteLine("$($_.TimeCreated.ToUniversalTime().ToString('s'))Z $($_.ProviderName) $($_.Id) $([string]$_.Message -replace '\s+', ' ')") }
}
catch { $MfOut.WriteLine("could not be read: $($_.Exception.Message)") }
Show-Section 'end'
