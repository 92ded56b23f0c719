# Takes from Defender's exclusions the folders that are on record as added by a job (see leave-out-folders.ps1), and no other, detached in the run slot.
# A folder leaves the record when Defender has let go of it. Ends with 228 when it kept one, 229 when it cannot be asked.
function Get-Exclusions {
    try { @((Get-MpPreference -ErrorAction Stop).ExclusionPath | Where-Object { $_ }) }
    catch {
        Write-Complaint "Defender cannot be asked: $($_.Exception.Message)"
        Exit-Script 229
    }
}

$place = 'SOFTWARE\MobilityFleet\AntivirusExclusions'
$record = [Microsoft.Win32.Registry]::LocalMachine.OpenSubKey($place, $true)
if (-not $record) { Exit-Script 0 }
$folders = $record.GetValueNames()
$before = @(Get-Exclusions)
foreach ($folder in $folders) {
    if ($before -notcontains $folder) { continue }
    try { Remove-MpPreference -ExclusionPath $folder -ErrorAction Stop }
    catch { Write-Complaint "${folder}: $($_.Exception.Message)" }
}
$after = @(Get-Exclusions)
$kept = @($folders | Where-Object { $after -contains $_ })
foreach ($folder in $folders) {
    if ($kept -notcontains $folder) { $record.DeleteValue($folder, $false) }
    "$(if ($kept -contains $folder) { 'kept' } else { 'taken back' }): $folder"
}
$record.Dispose()
if ($kept) {
    Write-Complaint 'tamper protection or a policy keeps Defender from letting go of it'
    Exit-Script 228
}
[Microsoft.Win32.Registry]::LocalMachine.DeleteSubKey($place, $false)
