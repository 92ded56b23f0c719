# Errors as PowerShell knows them: the service's code is the error's id, its advice the recommended action.

# The usual view of PowerShell 7 shows the recommended action of an error below its message by itself; other views and Windows PowerShell do not.
function Test-FleetShellAdvises { $PSVersionTable.PSVersion.Major -ge 7 -and "$global:ErrorView" -eq 'ConciseView' }

function New-FleetError {
    param([string]$Code, [string]$Message, [System.Management.Automation.ErrorCategory]$Category, $Target, $Facts = @{}, [System.Exception]$Cause)
    $exception = [System.InvalidOperationException]::new($Message, $Cause)
    $lines = [System.Collections.Generic.List[string]]::new()
    $lines.Add($Message)
    $exception.Data['Code'] = $Code
    foreach ($fact in @(@('PossibleCauses', 'Possible Causes'), @('RecommendedAction', 'Recommended Action'), @('ClientRequestId', 'ClientRequestId'), @('RequestId', 'RequestId'))) {
        if (-not $Facts.ContainsKey($fact[0]) -or [string]::IsNullOrEmpty($Facts[$fact[0]])) { continue }
        $exception.Data[$fact[0]] = $Facts[$fact[0]]
        if ($fact[0] -eq 'RecommendedAction' -and (Test-FleetShellAdvises)) { continue }
        $lines.Add($fact[1] + ': ' + $Facts[$fact[0]])
    }
    $record = [System.Management.Automation.ErrorRecord]::new($exception, $Code, $Category, $Target)
    $record.ErrorDetails = [System.Management.Automation.ErrorDetails]::new([string]::Join([System.Environment]::NewLine, $lines))
    if ($exception.Data.Contains('RecommendedAction')) { $record.ErrorDetails.RecommendedAction = $exception.Data['RecommendedAction'] }
    return $record
}

$script:Categories = @{
    400 = 'InvalidArgument'; 401 = 'AuthenticationError'; 403 = 'PermissionDenied'; 404 = 'ObjectNotFound'; 409 = 'InvalidOperation'
    413 = 'LimitsExceeded'; 429 = 'LimitsExceeded'; 501 = 'NotImplemented'; 502 = 'ResourceUnavailable'; 503 = 'ResourceUnavailable'; 504 = 'OperationTimeout'
}

# From the error envelope of an answer; one that is not of the service (a proxy's page) is said to be so.
function New-FleetServiceError([int]$Status, $Body, $Target, [string]$Uri, [string]$RequestId, [string]$ClientRequestId) {
    $category = if ($script:Categories.ContainsKey($Status)) { $script:Categories[$Status] } else { 'NotSpecified' }
    $said = Get-FleetProperty $Body 'error'
    if ($null -eq $said) {
        $facts = @{ ClientRequestId = $ClientRequestId; RequestId = $RequestId; RecommendedAction = 'Check the ServiceUri of the context and what stands between: Get-AsrVaultContext shows it.' }
        return New-FleetError -Code 'UnexpectedAnswer' -Message "$Uri answered $Status without an error of the service. Is this its address?" -Category 'InvalidResult' -Target $Target -Facts $facts
    }
    $detail = Get-FleetFirst $said 'details'
    $facts = @{ ClientRequestId = $ClientRequestId; RequestId = $RequestId }
    foreach ($fact in @(@('PossibleCauses', 'possibleCauses'), @('RecommendedAction', 'recommendedAction'))) { $facts[$fact[0]] = Get-FleetProperty $detail $fact[1] }
    New-FleetError -Code (Get-FleetProperty $said 'code') -Message (Get-FleetProperty $said 'message') -Category $category -Target $Target -Facts $facts
}

# From the errors of a job that was awaited.
function New-FleetJobError($Job) {
    $errors = @($Job.Errors)
    $said = if ($errors.Count -gt 0) { $errors[$errors.Count - 1].ServiceErrorDetails } else { $null }
    if ($null -eq $said) {
        return New-FleetError -Code ('Job' + $Job.State) -Message "The job $($Job.Name) ($($Job.DisplayName)) ended as $($Job.State): $($Job.StateDescription)" -Category 'OperationStopped' -Target $Job
    }
    $facts = @{ PossibleCauses = $said.PossibleCauses; RecommendedAction = $said.RecommendedAction; ClientRequestId = $said.ClientRequestId }
    New-FleetError -Code $said.Code -Message "$($Job.DisplayName) of $($Job.TargetObjectName): $($said.Message)" -Category 'OperationStopped' -Target $Job -Facts $facts
}

# The first of a property's values, if there is any: an index beyond the end is an error in strict mode.
function Get-FleetFirst($Object, [string]$Name) {
    foreach ($one in @(Get-FleetProperty $Object $Name)) { return $one }
}

function Get-FleetProperty($Object, [string]$Name) {
    if ($null -eq $Object) { return $null }
    $property = $Object.PSObject.Properties[$Name]
    if ($null -eq $property) { return $null }
    if ($property.Value -is [string]) { return ConvertFrom-FleetText $property.Value }
    return $property.Value
}
