# Is the file in the cache, and right? A wrong one is removed. Else how much of an upload is there, and may we go on with it?
# An upload that does not grow is one whose connection is dead, though its machine has not noticed; its writer is ended, so that two never write at once.
function Show-MfUpload([string]$Base, [string]$Installation, [string]$Token, [string]$Digest, [string]$Size) {
    Open-MfBase $Base
    Lock-MfBase $Base
    Confirm-MfFence $Base $Installation $Token
    foreach ($held in $MfHeld) { $held.Dispose() }
    $file = Join-Path (Join-Path $Base 'cache') $Digest
    if (Test-Path -LiteralPath $file) {
        if (Test-MfCached $Base $Digest $Size) { Exit-WithState 'ready' }
        Remove-Item -LiteralPath $file -Recurse -Force
    }
    $part = "$file.part"
    if (Test-MfHeld "$part.lock") { Stop-MfStuckWriter $part }
    Write-Fact 'size' (Get-MfPartSize $part $Size)
    Write-Fact 'free' ([IO.DriveInfo][IO.Path]::GetPathRoot($Base)).AvailableFreeSpace
    Exit-WithState 'absent'
}

function Get-MfLength([string]$Path) { if (Test-Path -LiteralPath $Path) { (Get-Item -LiteralPath $Path).Length } else { [long]0 } }

# More than there is to come is nothing of this file.
function Get-MfPartSize([string]$Part, [string]$Size) {
    $length = Get-MfLength $Part
    if ($length -le [long]$Size) { return $length }
    [IO.File]::Delete($Part)
    [long]0
}

function Stop-MfStuckWriter([string]$Part) {
    $before = Get-MfLength $Part
    $until = (Get-MfUptime) + 3
    while ((Test-MfHeld "$Part.lock") -and (Get-MfUptime) -le $until) { Start-Sleep -Milliseconds 100 }
    if (-not (Test-MfHeld "$Part.lock")) { return }
    $size = Get-MfLength $Part
    $writer = 0
    if ($size -eq $before -and (Test-Path -LiteralPath "$Part.writer") -and [int]::TryParse((Read-MfFile "$Part.writer"), [ref]$writer)) {
        Get-Process -Id $writer -ErrorAction SilentlyContinue | Where-Object { $_.ProcessName -match '^(powershell|pwsh)$' -and $_.Id -ne $PID } | Stop-Process -Force
        $lock = Open-MfAlone "$Part.lock" 5
        if ($lock) { return $lock.Dispose() }
    }
    Write-Fact 'size' $size
    Exit-WithState 'busy'
}
Show-MfUpload @args
