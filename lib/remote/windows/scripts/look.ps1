# Tells what is in the run slot. Secrets of a run that was lost are removed here: its supervisor could not.
# With an offset and a number of bytes also what the run printed from that byte on: `log-from`, `log-next`, `log-size`, then a line `log` and the text.
# With seconds it waits until the run is over, so long at the most.
function Show-MfRun([string]$Base, [string]$Offset, [string]$Bytes, [string]$Seconds) {
    if (-not (Test-Path -LiteralPath $Base)) { Exit-WithState 'none' }
    Open-MfBase $Base
    $run = Get-MfSlot $Base
    if ($run -and $Seconds) { Wait-MfEnd (Join-Path $run 'alive') ([int]$Seconds) }
    if ($run -and -not (Test-Path -LiteralPath (Join-Path $run 'began'))) {
        Lock-MfBase $Base
        Clear-MfUnbegun $Base
    }
    $facts = Get-MfRun $Base
    if ($facts.state -eq 'lost') { Remove-MfSecrets $facts.folder }
    Write-MfRun $facts
    if ($Offset -and $facts.folder) { Show-MfLog (Join-Path $facts.folder 'log') ([long]$Offset) ([int]$Bytes) ($facts.state -ne 'running') }
}

function Wait-MfEnd([string]$Alive, [int]$Seconds) {
    $until = (Get-MfUptime) + $Seconds
    while ((Test-MfHeld $Alive) -and (Get-MfUptime) -lt $until) { Start-Sleep -Milliseconds 200 }
}

# Whole lines alone while there is more to come, so that no secret is shown in halves.
function Show-MfLog([string]$Path, [long]$From, [int]$Most, [bool]$Over) {
    if (-not (Test-Path -LiteralPath $Path)) { return }
    $log = [IO.File]::Open($Path, [IO.FileMode]::Open, [IO.FileAccess]::Read, [IO.FileShare]'ReadWrite, Delete')
    try {
        $size = $log.Length
        if ($From -gt $size) { $From = 0 } # the log was cut
        $bytes = Read-MfBytes $log $From $Most
        $length = $bytes.Length
        if (-not ($Over -and $From + $length -ge $size)) { $length = 1 + [Array]::LastIndexOf($bytes, [byte]10) }
        $text = ''
        $next = $From + $length
        if ($length -gt 0) { $text = [Text.Encoding]::UTF8.GetString($bytes, 0, $length) -replace "`0", '?' }
        elseif ($bytes.Length -eq $Most) {
            $next = Find-MfLineEnd $log $From
            if ($next -lt $size -or $Over) { $text = "[A line of $($next - $From) bytes is left out]`n" } else { $next = $From }
        }
        Write-Fact 'log-from' $From
        Write-Fact 'log-next' $next
        Write-Fact 'log-size' $size
        Write-Raw "log`n$text"
    }
    finally { $log.Dispose() }
}

function Read-MfBytes([IO.Stream]$Stream, [long]$From, [int]$Most) {
    $wanted = [int][Math]::Min([long]$Most, $Stream.Length - $From)
    $buffer = New-Object byte[] $wanted
    $null = $Stream.Seek($From, [IO.SeekOrigin]::Begin)
    $got = 0
    while ($got -lt $wanted) {
        $now = $Stream.Read($buffer, $got, $wanted - $got)
        if ($now -le 0) { break }
        $got += $now
    }
    if ($got -lt $wanted) { [Array]::Resize([ref]$buffer, $got) }
    , $buffer
}

# The place behind the line that begins there.
function Find-MfLineEnd([IO.Stream]$Stream, [long]$From) {
    while ($From -lt $Stream.Length) {
        $piece = Read-MfBytes $Stream $From 65536
        $at = [Array]::IndexOf($piece, [byte]10)
        if ($at -ge 0) { return $From + $at + 1 }
        $From += $piece.Length
    }
    $Stream.Length
}
Show-MfRun @args
