# One HTTP request with the credential of its context.

$script:Client = $null

function Get-FleetClient {
    if ($null -eq $script:Client) {
        # Windows PowerShell 5.1 does not offer TLS 1.2 by itself on every system. Where the system chooses (0), nothing is to be added: it would take the choice away.
        if ($PSVersionTable.PSVersion.Major -lt 6 -and [int][System.Net.ServicePointManager]::SecurityProtocol -ne 0) {
            [System.Net.ServicePointManager]::SecurityProtocol = [System.Net.ServicePointManager]::SecurityProtocol -bor [System.Net.SecurityProtocolType]::Tls12
        }
        $handler = [System.Net.Http.HttpClientHandler]::new()
        $handler.AllowAutoRedirect = $false # the credential is for this address alone
        $script:Client = [System.Net.Http.HttpClient]::new($handler)
        $script:Client.Timeout = [System.Threading.Timeout]::InfiniteTimeSpan
    }
    return $script:Client
}

# Waits so that Ctrl+C ends it, and with it the request. Gives what kept the task from its result: an exception that is thrown would stand in
# -ErrorVariable, even when it is caught.
function Wait-FleetTask($Task, [System.Threading.CancellationTokenSource]$Cancel) {
    try { while (-not $Task.AsyncWaitHandle.WaitOne(100)) { } }
    finally { if (-not $Task.IsCompleted) { $Cancel.Cancel() } }
    if ($Task.IsFaulted) { return $Task.Exception.InnerException }
    if ($Task.IsCanceled) { return [System.TimeoutException]::new('it did not answer in time') }
    return $null
}

function Wait-FleetTime([int]$Milliseconds) {
    for ($left = $Milliseconds; $left -gt 0; $left -= 100) { [System.Threading.Thread]::Sleep([System.Math]::Min(100, $left)) }
}

function New-FleetRequestId {
    [guid]::NewGuid().ToString() + '-' + [System.DateTime]::UtcNow.ToString('yyyy-MM-dd HH:mm:ssZ', [System.Globalization.CultureInfo]::InvariantCulture) + '-Ps'
}

# Calls a cmdlet of the service: with a body, or with the query of a next page. Gives its answer, or an Error; Ends tells that no other call can do better.
function Send-FleetRequest {
    param([System.Management.Automation.PSCmdlet]$Cmdlet, $Context, [string]$Name, $Body, [string]$Query, [string[]]$Secrets = @(), $Target, [double]$Seconds = 100)
    $uri = $Context.ServiceUri + '/api/' + $Name + $Query
    $method = if ($null -eq $Body) { 'GET' } else { 'POST' }
    $clientRequestId = New-FleetRequestId
    $request = [System.Net.Http.HttpRequestMessage]::new([System.Net.Http.HttpMethod]::new($method), $uri)
    $cancel = [System.Threading.CancellationTokenSource]::new([System.TimeSpan]::FromSeconds($Seconds))
    $watch = [System.Diagnostics.Stopwatch]::StartNew()
    try {
        $null = $request.Headers.TryAddWithoutValidation('Authorization', 'Bearer ' + [System.Net.NetworkCredential]::new('', $Context.Credential).Password)
        $null = $request.Headers.TryAddWithoutValidation('User-Agent', $script:UserAgent)
        $null = $request.Headers.TryAddWithoutValidation('x-ms-client-request-id', $clientRequestId)
        if ($null -ne $Body) {
            $request.Content = [System.Net.Http.StringContent]::new((ConvertTo-Json -InputObject $Body -Depth 32 -Compress), [System.Text.Encoding]::UTF8, 'application/json')
            $Cmdlet.WriteDebug("$method $uri " + (ConvertTo-Json -InputObject (Hide-FleetSecret $Body $Secrets) -Depth 32 -Compress))
        }
        $Cmdlet.WriteVerbose("$method $uri, client request id $clientRequestId")
        $sending = (Get-FleetClient).SendAsync($request, $cancel.Token)
        $problem = Wait-FleetTask $sending $cancel
        if ($null -eq $problem) {
            $response = $sending.Result
            $reading = $response.Content.ReadAsStringAsync()
            $problem = Wait-FleetTask $reading $cancel
        }
        if ($null -ne $problem) {
            $why = Resolve-FleetProblem $uri $problem
            $facts = @{ ClientRequestId = $clientRequestId; RecommendedAction = $why.Advice }
            $record = New-FleetError -Code $why.Code -Message "$($Context.ServiceUri) cannot be reached: $($why.Message)" -Category $why.Category -Target $Target -Facts $facts -Cause $problem
            return @{ Answer = $null; Status = 0; Ends = $true; Error = $record }
        }
        $text = $reading.Result
        $requestId = ''
        $values = $null
        if ($response.Headers.TryGetValues('x-ms-request-id', [ref]$values)) { $requestId = [string]::Join(', ', $values) }
        $status = [int]$response.StatusCode
        $Cmdlet.WriteVerbose("answered $status after $($watch.ElapsedMilliseconds) ms, request id $requestId")
        $answer = ConvertFrom-FleetAnswer $text
        if ($status -ge 200 -and $status -lt 300 -and $null -ne $answer) { return @{ Answer = $answer; Error = $null } }
        return @{ Answer = $null; Status = $status; Ends = $status -eq 401; Error = New-FleetServiceError $status $answer $Target $uri $requestId $clientRequestId }
    }
    finally {
        $request.Dispose()
        $cancel.Dispose()
    }
}

function ConvertFrom-FleetAnswer([string]$Text) {
    if (-not $Text.StartsWith('{')) { return $null }
    try { ConvertFrom-FleetJson $Text } catch { $null }
}

function Hide-FleetSecret($Body, [string[]]$Secrets) {
    $shown = [ordered]@{}
    foreach ($name in $Body.Keys) { $shown[$name] = if ($Secrets -contains $name) { '(not shown)' } else { $Body[$name] } }
    return $shown
}
