# Runs scripts that come as lines of JSON on standard input, each in the session that it names, and answers with a line of JSON that begins with
# the record separator. What the host prints (-WhatIf, prompts) stands in the lines between. For pwsh and for the console program alike.
Set-StrictMode -Version 3.0
$sessions = @{}
$standIns = $ExecutionContext.SessionState.PSVariable.GetValue('StandIns')

function ConvertTo-Facts($record) {
    $exception = $record.Exception
    [ordered]@{
        id = $record.FullyQualifiedErrorId
        category = [string]$record.CategoryInfo.Category
        message = $exception.Message
        details = if ($record.ErrorDetails) { $record.ErrorDetails.Message } else { '' }
        advice = if ($record.ErrorDetails) { [string]$record.ErrorDetails.RecommendedAction } else { '' }
        requestId = [string]$exception.Data['RequestId']
        causes = [string]$exception.Data['PossibleCauses']
        place = [string]$record.ScriptStackTrace
    }
}

while ($null -ne ($line = [Console]::In.ReadLine())) {
    $asked = ConvertFrom-Json -InputObject $line
    if (-not $sessions.ContainsKey($asked.session)) {
        $state = [System.Management.Automation.Runspaces.InitialSessionState]::CreateDefault2()
        if ($standIns) { $state.Commands.Add($standIns) }
        $runspace = [System.Management.Automation.Runspaces.RunspaceFactory]::CreateRunspace($Host, $state)
        $runspace.Open()
        $sessions[$asked.session] = $runspace
    }
    $shell = [System.Management.Automation.PowerShell]::Create()
    $shell.Runspace = $sessions[$asked.session]
    $null = $shell.AddScript($asked.script)
    $ended = $null
    $output = @()
    try {
        if ($asked.stopAfterMs -gt 0) {
            $begun = $shell.BeginInvoke()
            $finishedEarly = $begun.AsyncWaitHandle.WaitOne([int]$asked.stopAfterMs)
            $watch = [System.Diagnostics.Stopwatch]::StartNew()
            $shell.Stop()
            $output = @("stopped after $($watch.ElapsedMilliseconds) ms", "finished early: $finishedEarly")
        }
        else { $output = @($shell.Invoke()) }
    }
    catch { $ended = if ($_.Exception.InnerException -is [System.Management.Automation.RuntimeException]) { $_.Exception.InnerException.ErrorRecord } else { $_ } }
    $texts = foreach ($one in $output) { [string]$one }
    $errors = foreach ($one in $shell.Streams.Error) { ConvertTo-Facts $one }
    $progress = foreach ($one in $shell.Streams.Progress) { [ordered]@{ activity = $one.Activity; status = $one.StatusDescription; percent = $one.PercentComplete; type = [string]$one.RecordType } }
    $warnings = foreach ($one in $shell.Streams.Warning) { $one.Message }
    $verbose = foreach ($one in $shell.Streams.Verbose) { $one.Message }
    $debug = foreach ($one in $shell.Streams.Debug) { $one.Message }
    $answer = [ordered]@{
        output = @($texts); errors = @($errors); progress = @($progress); warnings = @($warnings); verbose = @($verbose); debug = @($debug)
        ended = if ($ended) { ConvertTo-Facts $ended } else { $null }
    }
    [Console]::Out.WriteLine([string][char]0x1E + (ConvertTo-Json -InputObject $answer -Depth 6 -Compress))
    [Console]::Out.Flush()
    $shell.Dispose()
}
