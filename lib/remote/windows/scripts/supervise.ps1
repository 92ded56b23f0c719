# Runs detached in a run's folder, from the start of a run to its exit status. What is put before this text is what its script may use.
$run = (Get-Location).ProviderPath
# Open in this process alone as long as it lives: who looks may wait for it.
$alive = Open-MfAlone (Join-Path $run 'alive') 10
# False when somebody decided meanwhile that this run never begins: then it must not.
if (-not $alive -or -not (Set-MfBegan $run "$PID")) { return }
# Nothing of this process is in the way of the folder's removal.
Set-Location -LiteralPath (Split-Path -Parent $run)
[Environment]::CurrentDirectory = Split-Path -Parent $run
# Room for the exit status, which is written in place: it must not be lost when the disk is full by then.
[IO.File]::WriteAllText((Join-Path $run 'rc.new'), (' ' * 16))
$MfErr = $MfOut = New-MfWriter ([IO.File]::Open((Join-Path $run 'log'), [IO.FileMode]::Create, [IO.FileAccess]::Write, [IO.FileShare]'ReadWrite, Delete'))
$MfOut.AutoFlush = $true
$MfRun = Join-Path $run 'work'
$words = @((Read-MfFile (Join-Path $run 'words')).Split("`n") | Where-Object { $_ } | ForEach-Object { ConvertFrom-MfBase64 $_.Substring(2) })
$finished = $false
$script:MfStatus = 1
try {
    :MfScript do {
        try {
            Invoke-MfScript (Read-MfFile (Join-Path $run 'script')) $words @() 2>&1 3>&1 | ForEach-Object { Write-MfRecord $_ }
            $script:MfStatus = 0
        }
        catch { $MfErr.WriteLine(($_.Exception.Message -replace '\s+', ' ')) }
    } while ($false)
    $finished = $true
}
finally {
    $MfOut.Dispose()
    Remove-MfSecrets $run
    # A program that a shutdown ended said nothing of itself (1073807364, -1073741510): that is no exit status.
    if ($finished -and 1073807364, -1073741510 -notcontains $script:MfStatus) {
        $status = [IO.File]::Open((Join-Path $run 'rc.new'), [IO.FileMode]::Open, [IO.FileAccess]::Write)
        $bytes = [Text.Encoding]::ASCII.GetBytes([string]$script:MfStatus)
        $status.Write($bytes, 0, $bytes.Length)
        $status.Dispose()
        [IO.File]::Move((Join-Path $run 'rc.new'), (Join-Path $run 'rc'))
    }
    $alive.Dispose()
}
