# Waiting as a cmdlet of its own, and in the background.

function Wait-AzureRmRecoveryServicesAsrJob {
    <#
    .SYNOPSIS
    Waits until jobs have ended, shows their progress, and puts out each as it is then.
    .DESCRIPTION
    As -WaitForCompletion, for jobs that were begun before: in another session, by another person, or whose wait was ended by Ctrl+C. A job that failed is also
    an error. A service that is away is asked again for 30 minutes; a job that cannot be followed any longer is put out as it was seen last, with an error that names it.
    An extension: Microsoft's modules have no such cmdlet.
    .PARAMETER Job
    The jobs, as Get-AsrJob and other cmdlets put them out, or their IDs.
    .PARAMETER Name
    Names of the jobs.
    .PARAMETER Timeout
    Waits at most so many seconds; a job that goes on then is put out as it is, with an error that names it.
    .PARAMETER DefaultProfile
    The context to use, as Set-AsrVaultContext has put it out; the one of the session when not given.
    .EXAMPLE
    PS> Get-ASRJob -State InProgress | Wait-ASRJob

    Waits for everything that is at work.
    .EXAMPLE
    PS> Wait-ASRJob -Name 0193582b-8d2e-7c3a-9f0e-2f4b8d3c1a5e -Timeout 600

    Waits ten minutes at most.
    .INPUTS
    Microsoft.Azure.Commands.RecoveryServices.SiteRecovery.ASRJob
    .OUTPUTS
    Microsoft.Azure.Commands.RecoveryServices.SiteRecovery.ASRJob
    .LINK
    Get-AzureRmRecoveryServicesAsrJob
    #>
    [CmdletBinding(DefaultParameterSetName = 'ByObject', PositionalBinding = $false, HelpUri = 'https://learn.microsoft.com/azure/site-recovery/vmware-physical-mobility-service-overview')]
    [OutputType('Microsoft.Azure.Commands.RecoveryServices.SiteRecovery.ASRJob')]
    [Alias('Wait-AzRecoveryServicesAsrJob', 'Wait-ASRJob')]
    param(
        [Parameter(ParameterSetName = 'ByObject', Mandatory = $true, Position = 0, ValueFromPipeline = $true)]
        [Alias('JobId')]
        [AsrObject('Microsoft.Azure.Commands.RecoveryServices.SiteRecovery.ASRJob', 'Name,ID')]
        [PSTypeName('Microsoft.Azure.Commands.RecoveryServices.SiteRecovery.ASRJob')]
        [ArgumentCompleter({ @(Get-Module MobilityFleet)[0].Invoke({ Complete-FleetArgument @args }, @('Job', $args[2], $args[4])) })]
        [PSObject[]]$Job,

        [Parameter(ParameterSetName = 'ByName', Mandatory = $true)]
        [ArgumentCompleter({ @(Get-Module MobilityFleet)[0].Invoke({ Complete-FleetArgument @args }, @('Job', $args[2], $args[4])) })]
        [string[]]$Name,

        [ValidateRange(1, 2147483)]
        [int]$Timeout,

        [Alias('AzContext', 'AzureRmContext', 'AzureCredential')]
        [System.Object]$DefaultProfile
    )
    begin {
        $call = Start-FleetCall $PSCmdlet 'Get-AzureRmRecoveryServicesAsrJob'
        $asked = [System.Collections.Generic.List[object]]::new()
    }
    process {
        if ($PSCmdlet.ParameterSetName -eq 'ByName') { foreach ($one in $Name) { $asked.Add(@{ Ask = @{ Name = $one }; Job = $null }) } }
        else { foreach ($one in $Job) { $asked.Add(@{ Ask = @{ Job = ConvertTo-FleetReference $one @('Name', 'ID') }; Job = $null }) } }
    }
    end { if ($asked.Count -gt 0) { Complete-FleetWait $PSCmdlet $call.Context $asked $Timeout } }
}

function Complete-FleetWait([System.Management.Automation.PSCmdlet]$Cmdlet, $Context, $Asked, [int]$Timeout) {
    $preferences = Get-FleetPreference $Cmdlet
    foreach ($name in $preferences.Keys) { $ExecutionContext.SessionState.PSVariable.Set($name, $preferences[$name]) }
    try { Wait-FleetJob $Cmdlet $Context $Asked $Timeout }
    catch { $Cmdlet.ThrowTerminatingError($_) } # without it the engine would go on behind an error of ours
}

# -AsJob: what was begun is awaited by a job of PowerShell, on a thread of this process where that is to be had, else in a process of its own.
function Start-FleetBackground([System.Management.Automation.PSCmdlet]$Cmdlet, $Call) {
    $names = foreach ($job in $Call.Jobs) { $job.Name }
    $title = "$($Call.Jobs[0].DisplayName): $($Call.Jobs[0].TargetObjectName)"
    if ($Call.Jobs.Count -gt 1) { $title = "$title and $($Call.Jobs.Count - 1) more" }
    $module = [System.IO.Path]::Combine($Cmdlet.MyInvocation.MyCommand.Module.ModuleBase, 'MobilityFleet.psd1')
    if ($null -ne $Cmdlet.InvokeCommand.GetCommand('Start-ThreadJob', [System.Management.Automation.CommandTypes]::Cmdlet)) {
        $made = Start-ThreadJob -Name $title -ThrottleLimit 32 -ScriptBlock $script:Background -ArgumentList $module, @($names), $Call.Context.Settings, $null
    }
    else {
        $service = @{ ServiceUri = $Call.Context.ServiceUri; $Call.Context.Kind = $Call.Context.Credential }
        $made = Start-Job -Name $title -ScriptBlock $script:Background -ArgumentList $module, @($names), $null, $service
    }
    $Cmdlet.WriteObject($made, $false)
}

# The last error ends it, so that the state of the job of PowerShell is Failed.
$script:Background = {
    [CmdletBinding()]
    param($Module, $Names, $Context, $Service)
    Import-Module $Module
    $global:ErrorView = 'NormalView' # what ends a job of PowerShell is known by its message alone, which has to hold the advice then
    if ($null -ne $Service) { $Context = Set-AzureRmRecoveryServicesAsrVaultContext @Service }
    Wait-AzureRmRecoveryServicesAsrJob -Name $Names -DefaultProfile $Context -ErrorAction SilentlyContinue -ErrorVariable problems
    for ($index = 0; $index -lt $problems.Count; $index += 1) {
        if ($index -eq $problems.Count - 1) { $PSCmdlet.ThrowTerminatingError($problems[$index]) }
        $PSCmdlet.WriteError($problems[$index])
    }
}
