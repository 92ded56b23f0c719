# What outlives this connection is started by the Task Scheduler, as SYSTEM.
$MfSchtasks = Join-Path $env:SystemRoot 'System32\schtasks.exe'

# Starts `powershell.exe -EncodedCommand` in a folder.
function Start-MfTask([string]$Folder, [string]$Encoded) {
    $description = Join-Path $Folder 'task.xml'
    [IO.File]::WriteAllText($description, (Get-MfTask $Folder $Encoded), [Text.Encoding]::Unicode)
    $name = Get-MfTaskName $Folder
    Invoke-MfSchtasks '/Create', '/TN', $name, '/XML', $description, '/F'
    Invoke-MfSchtasks '/Run', '/TN', $name
}

function Remove-MfTask([string]$Folder) {
    $null = Invoke-Program $MfSchtasks '/Delete', '/TN', (Get-MfTaskName $Folder), '/F'
}

function Get-MfTaskName([string]$Folder) { "\MobilityFleet\Run-$(Split-Path -Leaf $Folder)" }

function Invoke-MfSchtasks([string[]]$Words) {
    $ended = Invoke-Program $MfSchtasks $Words
    if ($ended.ExitCode -ne 0) { throw "schtasks.exe $($Words[0]) ended with $($ended.ExitCode): $($ended.Complaints) $($ended.Text)" }
}

# No trigger: it runs when it is told to, once. Limits and conditions that a task has unless it is said otherwise would end or delay it.
function Get-MfTask([string]$Folder, [string]$Encoded) {
    $program = [Security.SecurityElement]::Escape((Join-Path $env:SystemRoot 'System32\WindowsPowerShell\v1.0\powershell.exe'))
    $place = [Security.SecurityElement]::Escape($Folder)
    $words = "-NoLogo -NoProfile -NonInteractive -ExecutionPolicy Bypass -InputFormat None -OutputFormat Text -EncodedCommand $Encoded"
    @"
<?xml version="1.0" encoding="UTF-16"?>
<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">
  <RegistrationInfo><Description>Mobility Fleet acts on the Mobility service of Azure Site Recovery</Description></RegistrationInfo>
  <Principals><Principal id="Author"><UserId>S-1-5-18</UserId><RunLevel>HighestAvailable</RunLevel></Principal></Principals>
  <Settings>
    <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>
    <DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>
    <StopIfGoingOnBatteries>false</StopIfGoingOnBatteries>
    <AllowHardTerminate>true</AllowHardTerminate>
    <StartWhenAvailable>false</StartWhenAvailable>
    <AllowStartOnDemand>true</AllowStartOnDemand>
    <Enabled>true</Enabled>
    <RunOnlyIfIdle>false</RunOnlyIfIdle>
    <ExecutionTimeLimit>PT0S</ExecutionTimeLimit>
    <Priority>5</Priority>
  </Settings>
  <Actions Context="Author"><Exec><Command>$program</Command><Arguments>$words</Arguments><WorkingDirectory>$place</WorkingDirectory></Exec></Actions>
</Task>
"@
}
