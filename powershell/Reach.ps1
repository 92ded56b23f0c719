# Why a service cannot be reached, in words: what of its certificate is not trusted and how to trust it, or what the connection met.

$script:SeenCertificate = $null

# Gives Code, Category, Message and Advice.
function Resolve-FleetProblem([uri]$Uri, [System.Exception]$Problem) {
    $isTls = $false
    for ($cause = $Problem; $null -ne $cause; $cause = $cause.InnerException) { if ($cause -is [System.Security.Authentication.AuthenticationException]) { $isTls = $true } }
    if ($isTls -and $Uri.Scheme -eq 'https') { return Resolve-FleetTrust $Uri (Get-FleetReason $Problem) }
    return @{
        Code = 'ServiceUnreachable'; Category = 'ConnectionError'; Message = Get-FleetReason $Problem
        Advice = 'Check that the service runs and that this computer reaches it; Get-AsrVaultContext shows its address.'
    }
}

# What all exceptions of the chain say, the innermost last; that there is an inner one is not said.
function Get-FleetReason([System.Exception]$Problem) {
    $said = [System.Collections.Generic.List[string]]::new()
    for ($cause = $Problem; $null -ne $cause; $cause = $cause.InnerException) {
        if ($cause -is [System.AggregateException]) { continue }
        $text = ($cause.Message -replace ',? see (the )?inner exception( for details)?', '').Trim().TrimEnd('.')
        if ($text -ne '' -and -not $said.Contains($text)) { $said.Add($text) }
    }
    return [string]::Join('. ', $said)
}

function Resolve-FleetTrust([uri]$Uri, [string]$Reason) {
    $seen = Get-FleetCertificate $Uri
    $problems = [System.Collections.Generic.List[object]]::new()
    if ($null -ne $seen) {
        $certificate = $seen.Certificate
        if ($seen.Status -match 'NotTimeValid') { $problems.Add((Get-FleetAgeProblem $certificate)) }
        if ($seen.Errors -band [int][System.Net.Security.SslPolicyErrors]::RemoteCertificateNameMismatch) { $problems.Add((Get-FleetNameProblem $certificate $Uri)) }
        if ($seen.Status -match 'UntrustedRoot|PartialChain') { $problems.Add((Get-FleetIssuerProblem $seen.Top)) }
    }
    # A proxy may stand between: then only what the connection met is known.
    elseif ($Reason -match 'NotTimeValid') { $problems.Add(@{ Code = 'CertificateExpired'; Message = 'its certificate is not valid now'; Advice = 'Have the certificate of the service renewed, and check the clock of this computer.' }) }
    elseif ($Reason -match 'NameMismatch') { $problems.Add(@{ Code = 'CertificateNameMismatch'; Message = "its certificate is not for the name $($Uri.DnsSafeHost)"; Advice = 'Give Set-AsrVaultContext -ServiceUri with a name that the certificate is for.' }) }
    elseif ($Reason -match 'UntrustedRoot|PartialChain') { $problems.Add(@{ Code = 'CertificateIssuerUnknown'; Message = 'its certificate is of an issuer that this computer does not know'; Advice = Get-FleetTrustAdvice 'of the issuer' }) }
    if ($problems.Count -eq 0) {
        $said = if ($null -eq $seen) { '' } else { [string]::Join(', ', @($seen.Status)) }
        $advice = 'Check that the address and port are those of the service, and that it offers TLS 1.2 or newer.'
        if ($said -eq '') { return @{ Code = 'TlsFailed'; Category = 'ConnectionError'; Message = "no TLS connection came about: $Reason"; Advice = $advice } }
        return @{ Code = 'CertificateRefused'; Category = 'SecurityError'; Message = "its certificate is not taken ($said)"; Advice = 'Have the service given a certificate that this computer takes.' }
    }
    $messages = foreach ($one in $problems) { $one.Message }
    $advices = foreach ($one in $problems) { $one.Advice }
    return @{ Code = $problems[0].Code; Category = 'SecurityError'; Message = [string]::Join('; ', @($messages)); Advice = [string]::Join(' ', @($advices)) }
}

# Looks at the certificate over a connection of its own, on which nothing is sent. On the calling thread: a script cannot run on another.
function Get-FleetCertificate([uri]$Uri) {
    $script:SeenCertificate = $null
    $protocols = if ($PSVersionTable.PSVersion.Major -lt 6) { [System.Security.Authentication.SslProtocols]::Tls12 } else { [System.Security.Authentication.SslProtocols]::None }
    $look = [System.Net.Security.RemoteCertificateValidationCallback] {
        param($sender, $certificate, $chain, $errors)
        if ($null -ne $certificate) {
            $states = foreach ($one in $chain.ChainStatus) { [string]$one.Status }
            $last = $chain.ChainElements[$chain.ChainElements.Count - 1].Certificate
            $type = [System.Security.Cryptography.X509Certificates.X509Certificate2]
            $script:SeenCertificate = @{ Errors = [int]$errors; Status = @($states); Certificate = $type::new($certificate); Top = $type::new($last) }
        }
        return $true
    }
    $connection = [System.Net.Sockets.TcpClient]::new()
    $stream = $null
    try {
        $connecting = $connection.ConnectAsync($Uri.DnsSafeHost, $Uri.Port)
        for ($left = 100; $left -gt 0 -and -not $connecting.AsyncWaitHandle.WaitOne(100); $left -= 1) { }
        if ($connecting.Status -ne 'RanToCompletion') { return $null }
        $connection.ReceiveTimeout = 10000
        $connection.SendTimeout = 10000
        $stream = [System.Net.Security.SslStream]::new($connection.GetStream(), $false, $look)
        $stream.AuthenticateAsClient($Uri.DnsSafeHost, $null, $protocols, $false)
    }
    catch [System.Management.Automation.MethodInvocationException] { } # what was seen until then counts
    finally {
        if ($null -ne $stream) { $stream.Dispose() }
        $connection.Dispose()
    }
    return $script:SeenCertificate
}

function Get-FleetAgeProblem($Certificate) {
    $advice = 'Have the certificate of the service renewed, and check the clock of this computer.'
    $now = [System.DateTime]::UtcNow
    $message = if ($Certificate.NotAfter.ToUniversalTime() -lt $now) { "its certificate expired at $(Format-FleetTime $Certificate.NotAfter)" }
    elseif ($Certificate.NotBefore.ToUniversalTime() -gt $now) { "its certificate is valid only from $(Format-FleetTime $Certificate.NotBefore)" }
    else { 'a certificate above its own is not valid now' }
    return @{ Code = 'CertificateExpired'; Message = "$message (it is $(Format-FleetTime $now) here)"; Advice = $advice }
}

function Get-FleetNameProblem($Certificate, [uri]$Uri) {
    $names = "the subject $($Certificate.Subject)"
    foreach ($extension in $Certificate.Extensions) { if ($extension.Oid.Value -eq '2.5.29.17') { $names = $extension.Format($false) } }
    $advice = 'Give Set-AsrVaultContext -ServiceUri with a name that the certificate is for, or have the service given one for this name.'
    return @{ Code = 'CertificateNameMismatch'; Message = "its certificate is not for the name $($Uri.DnsSafeHost), but for $names"; Advice = $advice }
}

function Get-FleetIssuerProblem($Top) {
    $algorithm = [System.Security.Cryptography.SHA256]::Create()
    try { $hash = [System.BitConverter]::ToString($algorithm.ComputeHash($Top.RawData)).Replace('-', '').ToLowerInvariant() }
    finally { $algorithm.Dispose() }
    $known = if ($Top.Subject -eq $Top.Issuer) { "$($Top.Subject), SHA-256 $hash" } else { $Top.Issuer }
    return @{ Code = 'CertificateIssuerUnknown'; Message = "its certificate is of an issuer that this computer does not know ($known)"; Advice = Get-FleetTrustAdvice "of $($Top.Issuer)" }
}

# There is no switch that leaves the check out: the credential would go to whoever answers.
function Get-FleetTrustAdvice([string]$OfWhom) {
    $way = if ([System.Environment]::OSVersion.Platform -eq 'Win32NT') { 'Import-Certificate -FilePath issuer.cer -CertStoreLocation Cert:\LocalMachine\Root' }
    else { 'put it as a .crt file into /usr/local/share/ca-certificates and call update-ca-certificates (on RHEL and its kin /etc/pki/ca-trust/source/anchors and update-ca-trust), or start PowerShell with SSL_CERT_FILE naming a file of it' }
    return "To trust it, get the certificate $OfWhom from who runs the service, compare its SHA-256, and make it known: $way."
}

function Format-FleetTime([System.DateTime]$Time) {
    $Time.ToUniversalTime().ToString("yyyy-MM-dd HH:mm'Z'", [System.Globalization.CultureInfo]::InvariantCulture)
}
