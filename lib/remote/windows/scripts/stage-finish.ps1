# Makes a whole upload a file of the cache, when its digest is right. Only administrators can write to it, and none does while its lock is ours.
$base, $installation, $token, $digest, $size = $args
Open-MfBase $base
Lock-MfBase $base
Confirm-MfFence $base $installation $token
foreach ($held in $MfHeld) { $held.Dispose() }
$cache = Join-Path $base 'cache'
$file = Join-Path $cache $digest
$lock = Open-MfAlone "$file.part.lock" 1
if (-not $lock) { Exit-WithState 'locked' }
$null = $MfHeld.Add($lock)
# Another fleet that uses this machine, too, may have finished the same upload meanwhile.
if (Test-MfCached $base $digest $size) { Exit-WithState 'ready' }
if (-not (Test-Path -LiteralPath "$file.part")) { throw "the upload $file.part is gone. Exclude $base from the virus scanner of the machine." }
$right = (Get-Item -LiteralPath "$file.part").Length -eq [long]$size -and (Get-MfFileDigest "$file.part") -eq $digest
if (-not $right) {
    [IO.File]::Delete("$file.part")
    Exit-WithState 'corrupt'
}
if (Test-Path -LiteralPath $file) { [IO.File]::Delete($file) }
[IO.File]::Move("$file.part", $file)
# The three newest files beside this one are kept, and uploads of the last week.
Get-ChildItem -LiteralPath $cache | Where-Object { $_.Name -match '^[0-9a-f]{64}$' -and $_.Name -ne $digest } | Sort-Object LastWriteTime -Descending |
    Select-Object -Skip 3 | Remove-Item -Force
Get-ChildItem -LiteralPath $cache | Where-Object { $_.Name -match '\.part' -and $_.LastWriteTime -lt (Get-Date).AddDays(-7) } | Remove-Item -Force -ErrorAction SilentlyContinue
Exit-WithState 'ready'
