# What the scripts of the administrators' folder share. The first argument of each is that folder.
function Write-Fact([string]$Name, $Value) { $MfOut.WriteLine("$Name $Value") }

# Ends the script with a state that the caller knows.
function Exit-WithState([string]$State) {
    Write-Fact 'state' $State
    Exit-Script 0
}

# The folder, with what is in it; looked at once a session: what is the administrators' alone then stays so.
function Open-MfBase([string]$Base) {
    if ($script:MfOpened -eq $Base) { return }
    if (-not (Test-Path -LiteralPath $Base)) { New-MfBase $Base }
    # What an intruder left below would be his still when the folder alone was put right.
    $places = @('cache', 'fence', 'runs' | ForEach-Object { Join-Path $Base $_ } | Where-Object { Test-Path -LiteralPath $_ })
    foreach ($place in @($Base) + $places) {
        $intrusion = Get-MfIntrusion $place
        if ($intrusion) { throw "$Base must be a folder that only SYSTEM and the administrators write to, but $intrusion. Remove it with all that is in it." }
    }
    foreach ($name in 'cache', 'fence', 'runs') {
        $folder = Join-Path $Base $name
        if (-not (Test-Path -LiteralPath $folder -PathType Container)) { $null = New-Item -ItemType Directory -Path $folder }
    }
    $script:MfOpened = $Base
}

# Everybody may make a folder where this one goes, so that it is made under a name that nobody can guess, closed, and then renamed.
function New-MfBase([string]$Base) {
    $new = "$Base.$([guid]::NewGuid().ToString('N'))"
    $null = New-Item -ItemType Directory -Path $new
    Protect-MfFolder $new
    if (@(Get-ChildItem -LiteralPath $new -Force).Count -gt 0) { throw "somebody writes into $new" }
    foreach ($name in 'cache', 'fence', 'runs') { $null = New-Item -ItemType Directory -Path (Join-Path $new $name) }
    try { [IO.Directory]::Move($new, $Base) }
    catch {
        Remove-Item -LiteralPath $new -Recurse -Force
        if (-not (Test-Path -LiteralPath $Base)) { throw }
    }
}

# A file that this process alone has open, or nothing after some seconds. The system lets go of it when the process ends, however it ends.
function Open-MfAlone([string]$Path, [int]$Seconds) {
    $until = Get-MfUptime
    $until += $Seconds
    for (;;) {
        try { return [IO.File]::Open($Path, [IO.FileMode]::OpenOrCreate, [IO.FileAccess]::ReadWrite, [IO.FileShare]::None) }
        catch [IO.IOException], [UnauthorizedAccessException] {
            if ((Get-MfUptime) -ge $until) {
                if (Test-MfHeld $Path) { return $null }
                throw
            }
            Start-Sleep -Milliseconds 100
        }
    }
}

# Has another process this file open for itself alone?
function Test-MfHeld([string]$Path) {
    try {
        [IO.File]::Open($Path, [IO.FileMode]::Open, [IO.FileAccess]::Read, [IO.FileShare]::ReadWrite).Dispose()
        return $false
    }
    catch [IO.FileNotFoundException], [IO.DirectoryNotFoundException] { return $false }
    catch [IO.IOException] { return $true }
}

# Seconds since the machine was started: unlike its clock nobody sets them.
function Get-MfUptime { [long][Math]::Floor([Diagnostics.Stopwatch]::GetTimestamp() / [Diagnostics.Stopwatch]::Frequency) }

# Holds the one lock until the script ends.
function Lock-MfBase([string]$Base) {
    $lock = Open-MfAlone (Join-Path $Base 'lock') 20
    if (-not $lock) { Exit-WithState 'locked' }
    $null = $MfHeld.Add($lock)
}

# Refuses a token older than the highest that this installation has shown here; remembers a newer one. Needs the lock.
function Confirm-MfFence([string]$Base, [string]$Installation, [string]$Token) {
    $file = Join-Path (Join-Path $Base 'fence') $Installation
    $seen = [long]0
    if (Test-Path -LiteralPath $file) { $null = [long]::TryParse((Read-MfFile $file), [ref]$seen) }
    if ([long]$Token -lt $seen) {
        Write-Fact 'seen' $seen
        Exit-WithState 'fenced'
    }
    if ([long]$Token -gt $seen) { Write-MfFile $file $Token }
}

# Files of ours are UTF-8, end their lines as the scripts do, and are there whole or not at all.
function Write-MfFile([string]$Path, [string]$Text) {
    [IO.File]::WriteAllText("$Path.new", $Text, (New-Object Text.UTF8Encoding $false))
    if (Test-Path -LiteralPath $Path) { [IO.File]::Delete($Path) }
    [IO.File]::Move("$Path.new", $Path)
}

function Read-MfFile([string]$Path) {
    $stream = [IO.File]::Open($Path, [IO.FileMode]::Open, [IO.FileAccess]::Read, [IO.FileShare]'ReadWrite, Delete')
    $reader = New-Object IO.StreamReader($stream, [Text.Encoding]::UTF8)
    try { $reader.ReadToEnd() } finally { $reader.Dispose() }
}

function Get-MfFileDigest([string]$Path) {
    $stream = [IO.File]::Open($Path, [IO.FileMode]::Open, [IO.FileAccess]::Read, [IO.FileShare]::Read)
    try { Get-MfSha256 $stream } finally { $stream.Dispose() }
}

# Is the file in the cache, and right?
function Test-MfCached([string]$Base, [string]$Digest, [string]$Size) {
    $file = Join-Path (Join-Path $Base 'cache') $Digest
    (Test-Path -LiteralPath $file -PathType Leaf) -and (Get-Item -LiteralPath $file).Length -eq [long]$Size -and (Get-MfFileDigest $file) -eq $Digest
}

# What a program still has open is in the way for a moment only, mostly.
function Remove-MfTree([string]$Path, [int]$Seconds = 5) {
    $until = (Get-MfUptime) + $Seconds
    while (Test-Path -LiteralPath $Path) {
        try { Remove-Item -LiteralPath $Path -Recurse -Force -ErrorAction Stop }
        catch {
            if ((Get-MfUptime) -ge $until) { return $false }
            Start-Sleep -Milliseconds 200
        }
    }
    $true
}
