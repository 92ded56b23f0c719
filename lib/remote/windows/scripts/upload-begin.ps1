# This session alone writes the upload from here on, if it still ends at the offset; `sftp` when the bytes come another way.
$base, $digest, $offset, $way = $args
$part = "$(Join-Path (Join-Path $base 'cache') $digest).part"
$lock = Open-MfAlone "$part.lock" 0
if (-not $lock) { Exit-WithState 'busy' }
$MfUpload.lock = $lock
Write-MfFile "$part.writer" $PID
$stream = [IO.File]::Open($part, [IO.FileMode]::OpenOrCreate, [IO.FileAccess]::ReadWrite, [IO.FileShare]'ReadWrite, Delete')
$stream.Dispose()
if ((Get-Item -LiteralPath $part).Length -ne [long]$offset) {
    $lock.Dispose()
    Exit-WithState 'grown'
}
if ($way -eq 'stdin') { $MfUpload.stream = [IO.File]::Open($part, [IO.FileMode]::Append, [IO.FileAccess]::Write, [IO.FileShare]::Read) }
Exit-WithState 'begun'
