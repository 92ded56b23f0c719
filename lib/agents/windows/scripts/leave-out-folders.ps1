# Lets Defender leave out the folders of its arguments, detached in the run slot. A folder that it did not leave out before is put on record, on disk, before it is
# added: whatever cuts this off, what was added is known. The record is HKLM\SOFTWARE\MobilityFleet\AntivirusExclusions, a value for each folder.
# Ends with 228 when Defender did not take one, 229 when it cannot be asked.
function Get-Exclusions {
    try { @((Get-MpPreference -ErrorAction Stop).ExclusionPath | Where-Object { $_ }) }
    catch {
        Write-Complaint "Defender cannot be asked: $($_.Exception.Message)"
        Exit-Script 229
    }
}

$before = @(Get-Exclusions)
$record = [Microsoft.Win32.Registry]::LocalMachine.CreateSubKey('SOFTWARE\MobilityFleet\AntivirusExclusions')
# What an earlier run meant to add, and was cut off before it did.
foreach ($name in $record.GetValueNames()) { if ($before -notcontains $name) { $record.DeleteValue($name, $false) } }
foreach ($folder in $args) {
    if ($before -contains $folder) { continue }
    $record.SetValue($folder, 'adding')
    $record.Flush()
    try { Add-MpPreference -ExclusionPath $folder -ErrorAction Stop }
    catch { Write-Complaint "${folder}: $($_.Exception.Message)" }
}
$after = @(Get-Exclusions)
$refused = @($args | Where-Object { $after -notcontains $_ })
foreach ($folder in $args) {
    if ($refused -contains $folder) { $record.DeleteValue($folder, $false) }
    elseif ($record.GetValue($folder)) { $record.SetValue($folder, 'added') }
}
$record.Flush()
$record.Dispose()
foreach ($folder in $args) { "$(if ($refused -contains $folder) { 'not taken' } else { 'left out' }): $folder" }
if ($refused) {
    Write-Complaint 'tamper protection or a policy keeps Defender from taking it'
    Exit-Script 228
}
