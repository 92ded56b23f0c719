# What every script may use, in a session and in a detached run. Windows PowerShell 3 to PowerShell 7.
# Whatever a program inherits decides nothing: a PowerShell 7 above this one would give it modules that it cannot load.
$env:PSModulePath = @(
    [Environment]::GetEnvironmentVariable('PSModulePath', 'Machine')
    "$PSHOME$([IO.Path]::DirectorySeparatorChar)Modules"
) -ne $null -join [IO.Path]::PathSeparator
# Programs that a script starts print as the console says; there may be none.
try { [Console]::OutputEncoding = New-Object Text.UTF8Encoding $false } catch { $null = $_ }

function New-MfWriter([IO.Stream]$Stream) {
    $writer = New-Object IO.StreamWriter($Stream, (New-Object Text.UTF8Encoding $false), 65536)
    $writer.NewLine = "`n"
    $writer
}
$MfOut = New-MfWriter ([Console]::OpenStandardOutput())
$MfErr = New-MfWriter ([Console]::OpenStandardError())
# What a script holds until it ends, and what its session holds until it is let go.
$MfHeld = New-Object Collections.ArrayList
$MfUpload = @{ lock = $null; stream = $null }

# Ends the script from wherever it is.
function Exit-Script([int]$Code) {
    $script:MfStatus = $Code
    break MfScript
}

# Text without a line end.
function Write-Raw([string]$Text) { $MfOut.Write($Text) }

function Write-Complaint([string]$Text) { $MfErr.WriteLine($Text) }

function ConvertFrom-MfBase64([string]$Text) { [Text.Encoding]::UTF8.GetString([Convert]::FromBase64String($Text)) }

# Runs a program and gives its whole exit code and what it printed; words are quoted as the C runtime of Windows reads them.
function Invoke-Program([string]$Path, [string[]]$Words = @()) {
    $start = New-Object Diagnostics.ProcessStartInfo $Path
    $start.Arguments = @($Words | ForEach-Object { ConvertTo-MfWord $_ }) -join ' '
    $start.UseShellExecute = $false
    $start.CreateNoWindow = $true
    $start.RedirectStandardInput = $true
    $start.RedirectStandardOutput = $true
    $start.RedirectStandardError = $true
    $process = [Diagnostics.Process]::Start($start)
    $process.StandardInput.Close()
    $complaints = $process.StandardError.ReadToEndAsync()
    $text = $process.StandardOutput.ReadToEnd()
    $process.WaitForExit()
    @{ ExitCode = $process.ExitCode; Text = $text; Complaints = $complaints.Result }
}

function ConvertTo-MfWord([string]$Word) {
    if ($Word -ne '' -and $Word -notmatch '[\s"]') { return $Word }
    '"' + ($Word -replace '(\\*)"', '$1$1\"' -replace '(\\+)$', '$1$1') + '"'
}

function Invoke-MfScript([string]$MfText, [object[]]$MfWords, [object[]]$MfNamed) {
    foreach ($secret in $MfNamed) { Set-Variable -Name $secret.Name -Value $secret.Value }
    & ([scriptblock]::Create($MfText)) @MfWords
}

function Write-MfRecord($Record) {
    if ($Record -is [Management.Automation.ErrorRecord] -or $Record -is [Management.Automation.WarningRecord]) { Write-Complaint "$Record" }
    else { $MfOut.WriteLine([string]$Record) }
}

# Under FIPS only this one may be used where there is a choice.
function New-MfSha256 {
    try { New-Object Security.Cryptography.SHA256CryptoServiceProvider } catch { [Security.Cryptography.SHA256]::Create() }
}

function Get-MfSha256($Source) {
    $algorithm = New-MfSha256
    try { ([BitConverter]::ToString($algorithm.ComputeHash($Source)) -replace '-', '').ToLowerInvariant() }
    finally { $algorithm.Dispose() }
}

# Runs a program with arguments that are one text, as its documentation gives them, and gives its whole exit code. What it prints is not kept.
function Start-Program([string]$Path, [string]$Arguments, [string]$Folder) {
    $start = New-Object Diagnostics.ProcessStartInfo $Path
    $start.Arguments = $Arguments
    $start.UseShellExecute = $false
    $start.CreateNoWindow = $true
    $start.WorkingDirectory = $Folder
    $process = [Diagnostics.Process]::Start($start)
    $null = $process.Handle # else the exit code may be gone with the process
    $process.WaitForExit()
    $process.ExitCode
}
