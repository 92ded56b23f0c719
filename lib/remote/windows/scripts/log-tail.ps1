# The last bytes of the log of the run in the slot.
$base, $most = $args
if (-not (Test-Path -LiteralPath $base)) { Exit-Script 0 }
Open-MfBase $base
$run = Get-MfSlot $base
if ($run -and (Test-Path -LiteralPath (Join-Path $run 'log'))) {
    $log = [IO.File]::Open((Join-Path $run 'log'), [IO.FileMode]::Open, [IO.FileAccess]::Read, [IO.FileShare]'ReadWrite, Delete')
    $null = $MfHeld.Add($log)
    $wanted = [int][Math]::Min([long]$most, $log.Length)
    $buffer = New-Object byte[] $wanted
    $null = $log.Seek(-$wanted, [IO.SeekOrigin]::End)
    $got = $log.Read($buffer, 0, $wanted)
    Write-Raw ([Text.Encoding]::UTF8.GetString($buffer, 0, $got))
}
