# Where a person expects a path: files that become a parameter, that are uploaded, and that an answer is saved to.

function Resolve-FleetPath([System.Management.Automation.PSCmdlet]$Cmdlet, [string]$Path) {
    try { $Cmdlet.SessionState.Path.GetUnresolvedProviderPathFromPSPath($Path) }
    catch { $Cmdlet.ThrowTerminatingError((New-FleetFileError 'FileUnreadable' $Path $_.Exception.GetBaseException().Message)) }
}

function Read-FleetText([System.Management.Automation.PSCmdlet]$Cmdlet, [string]$Path) {
    $full = Resolve-FleetPath $Cmdlet $Path
    if (-not [System.IO.File]::Exists($full)) { $Cmdlet.WriteError((New-FleetFileError 'FileUnreadable' $Path "there is no file $full")); return $null }
    try { return [System.IO.File]::ReadAllText($full) }
    catch {
        $Cmdlet.WriteError((New-FleetFileError 'FileUnreadable' $Path $_.Exception.GetBaseException().Message))
        return $null
    }
}

function New-FleetFileError([string]$Code, [string]$Path, [string]$Why) {
    New-FleetError -Code $Code -Message "${Path}: $Why" -Category 'ReadError' -Target $Path -Facts @{ RecommendedAction = 'Correct the path, or what is said of it, and call again.' }
}

# The files of -Path of an upload, wildcards resolved, with what the service must know of each; one $null when nothing is uploaded.
function Get-FleetFile([System.Management.Automation.PSCmdlet]$Cmdlet, $Declared, $Given) {
    if ($Declared.Transfer -ne 'Upload' -or -not $Given.ContainsKey('Path')) { return , @($null) }
    $found = [System.Collections.Generic.List[object]]::new()
    foreach ($path in $Given['Path']) {
        $before = $found.Count
        foreach ($full in (Find-FleetFile $Cmdlet $path)) {
            $Cmdlet.WriteVerbose("Computing the SHA-256 of $full")
            $found.Add(@{ Path = $full; Body = @{ FileName = [System.IO.Path]::GetFileName($full); Sha256 = Get-FleetHash $full } })
        }
        if ($found.Count -eq $before) { $Cmdlet.WriteError((New-FleetFileError 'FileUnreadable' $path 'there is no such file')) }
    }
    return , $found.ToArray()
}

function Find-FleetFile([System.Management.Automation.PSCmdlet]$Cmdlet, [string]$Path) {
    $all = if ([System.Management.Automation.WildcardPattern]::ContainsWildcardCharacters($Path)) { Find-FleetMatch $Cmdlet $Path } else { Resolve-FleetPath $Cmdlet $Path }
    foreach ($one in $all) { if ([System.IO.File]::Exists($one)) { $one } }
}

function Find-FleetMatch([System.Management.Automation.PSCmdlet]$Cmdlet, [string]$Pattern) {
    $provider = $null
    try { $Cmdlet.SessionState.Path.GetResolvedProviderPathFromPSPath($Pattern, [ref]$provider) }
    catch [System.Management.Automation.MethodInvocationException] { } # in a folder that is not there nothing matches: the caller says so
}

function Get-FleetHash([string]$Path) {
    $stream = [System.IO.File]::OpenRead($Path)
    $algorithm = [System.Security.Cryptography.SHA256]::Create()
    try { [System.BitConverter]::ToString($algorithm.ComputeHash($stream)).Replace('-', '').ToLowerInvariant() }
    finally { $algorithm.Dispose(); $stream.Dispose() }
}

# Uploads to, downloads from, or saves what the answer says; gives what is put out.
function Save-FleetFile([System.Management.Automation.PSCmdlet]$Cmdlet, $Call, $Object, $Given, $File) {
    $transfer = $Call.Declared.Transfer
    if ($transfer -eq 'None' -or -not $Given.ContainsKey('Path')) { return $Object }
    if ($transfer -eq 'Upload') {
        $problem = Send-FleetFile $Cmdlet $Object $File.Path
        if ($null -eq $problem) { return $Object }
        $Cmdlet.WriteError((New-FleetFileError 'UploadFailed' $File.Path $problem))
        return $null
    }
    $path = Resolve-FleetPath $Cmdlet $Given['Path']
    if ([System.IO.Directory]::Exists($path)) { $path = [System.IO.Path]::Combine($path, [System.IO.Path]::GetFileName($Object.FileName)) }
    $isForced = $Given.ContainsKey('Force') -and $Given['Force']
    $problem = if ([System.IO.File]::Exists($path) -and -not $isForced) { 'it exists already; -Force replaces it' }
    elseif ($transfer -eq 'Save') { Write-FleetFile $Object $path }
    else { Receive-FleetFile $Cmdlet $Object $path }
    if ($null -eq $problem) {
        $Cmdlet.WriteVerbose("Wrote $path")
        return [System.IO.FileInfo]::new($path)
    }
    $Cmdlet.WriteError((New-FleetFileError "${transfer}Failed" $path $problem))
    return $null
}

function Write-FleetFile($Object, [string]$Path) {
    try { [System.IO.File]::WriteAllText($Path, $Object.Content, [System.Text.UTF8Encoding]::new($true)) }
    catch { return $_.Exception.GetBaseException().Message }
}

# The link of the answer is good for this one file; the context's credential is not sent with it. Gives what went wrong.
function Send-FleetFile([System.Management.Automation.PSCmdlet]$Cmdlet, $Object, [string]$Path) {
    $cancel = [System.Threading.CancellationTokenSource]::new()
    $stream = [System.IO.File]::OpenRead($Path)
    $request = [System.Net.Http.HttpRequestMessage]::new([System.Net.Http.HttpMethod]::Put, [uri]$Object.UploadUrl)
    try {
        $request.Content = [System.Net.Http.StreamContent]::new($stream, 1048576)
        $request.Content.Headers.ContentLength = $stream.Length
        $null = $request.Headers.TryAddWithoutValidation('x-ms-blob-type', 'BlockBlob')
        $Cmdlet.WriteVerbose("PUT $($Object.FileName), $($stream.Length) bytes")
        $task = (Get-FleetClient).SendAsync($request, [System.Net.Http.HttpCompletionOption]::ResponseHeadersRead, $cancel.Token)
        $problem = Watch-FleetTransfer $Cmdlet $task $cancel "Uploading $($Object.FileName)" $stream $stream.Length
        if ($null -ne $problem) { return (Resolve-FleetProblem $Object.UploadUrl $problem).Message }
        if (-not $task.Result.IsSuccessStatusCode) { return "the upload was answered $([int]$task.Result.StatusCode) $($task.Result.ReasonPhrase)" }
    }
    finally { $request.Dispose(); $stream.Dispose(); $cancel.Dispose() }
}

# Downloads beside the file and moves it there when it is whole. Gives what went wrong.
function Receive-FleetFile([System.Management.Automation.PSCmdlet]$Cmdlet, $Object, [string]$Path) {
    $cancel = [System.Threading.CancellationTokenSource]::new()
    $part = $Path + '.part'
    try {
        $asking = (Get-FleetClient).GetAsync([uri]$Object.DownloadUrl, [System.Net.Http.HttpCompletionOption]::ResponseHeadersRead, $cancel.Token)
        $problem = Wait-FleetTask $asking $cancel
        if ($null -ne $problem) { return (Resolve-FleetProblem $Object.DownloadUrl $problem).Message }
        $response = $asking.Result
        if (-not $response.IsSuccessStatusCode) { return "the download was answered $([int]$response.StatusCode) $($response.ReasonPhrase)" }
        $stream = [System.IO.File]::Create($part)
        try {
            $total = if ($null -ne $Object.PSObject.Properties['SizeInBytes']) { [long]$Object.SizeInBytes } else { 0 }
            $problem = Watch-FleetTransfer $Cmdlet $response.Content.CopyToAsync($stream) $cancel "Downloading $($Object.FileName)" $stream $total
        }
        finally { $stream.Dispose(); $response.Dispose() }
        if ($null -ne $problem) { return Get-FleetReason $problem }
        if ($null -ne $Object.PSObject.Properties['Sha256'] -and $Object.Sha256 -ne (Get-FleetHash $part)) { return "it arrived with another SHA-256 than $($Object.Sha256)" }
        if ([System.IO.File]::Exists($Path)) { [System.IO.File]::Delete($Path) }
        [System.IO.File]::Move($part, $Path)
    }
    catch [System.Management.Automation.MethodInvocationException] { return $_.Exception.GetBaseException().Message }
    finally {
        $cancel.Dispose()
        if ([System.IO.File]::Exists($part)) { [System.IO.File]::Delete($part) }
    }
}

function Watch-FleetTransfer([System.Management.Automation.PSCmdlet]$Cmdlet, $Task, [System.Threading.CancellationTokenSource]$Cancel, [string]$Activity, $Stream, [long]$Total) {
    $record = [System.Management.Automation.ProgressRecord]::new(1, $Activity, 'begins')
    try {
        while (-not $Task.AsyncWaitHandle.WaitOne(250)) {
            $place = $Stream.Position
            $record.StatusDescription = '{0:n0} of {1:n0} bytes' -f $place, $Total
            if ($Total -gt 0) { $record.PercentComplete = [int][System.Math]::Min(100, 100 * $place / $Total) }
            if ($ProgressPreference -ne 'SilentlyContinue') { $Cmdlet.WriteProgress($record) }
        }
    }
    finally {
        if (-not $Task.IsCompleted) { $Cancel.Cancel() }
        $record.RecordType = [System.Management.Automation.ProgressRecordType]::Completed
        if ($ProgressPreference -ne 'SilentlyContinue') { $Cmdlet.WriteProgress($record) }
    }
    return Wait-FleetTask $Task $Cancel
}
