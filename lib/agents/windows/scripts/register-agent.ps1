# Registers the agent with its server, detached in the run slot: the configurator, the switch of the secret file, its name in the run's folder, and the
# other arguments as one text.
# Ends with the configurator's code; 224 when there is no configurator, 225 when the secret file is missing, 227 when its log says that the server could not be reached.
$configurator, $switch, $secret, $arguments = $args
$file = Join-Path $MfRun $secret
$log = Join-Path $env:ProgramData 'ASRSetupLogs\ASRUnifiedAgentConfigurator.log'
if (-not (Test-Path -LiteralPath $configurator)) {
    Write-Complaint "$configurator is not there: the Mobility service is not installed, or not completely"
    Exit-Script 224
}
if (-not (Test-Path -LiteralPath $file)) {
    Write-Complaint 'the registration secret is not in the run folder'
    Exit-Script 225
}
$folder = Split-Path -Parent $configurator
$before = 0
if (Test-Path -LiteralPath $log) { $before = (Read-MfFile $log).Length }
$code = Start-Program $configurator "$arguments $switch `"$file`"" $folder
if ($code -ne 0 -and $code -ne 98 -and (Test-Path -LiteralPath $log)) {
    $text = Read-MfFile $log
    $new = if ($text.Length -ge $before) { $text.Substring($before) } else { $text }
    "--- last lines of $log"
    $new.Split("`n") | Select-Object -Last 60
    # The transfer library's texts for no name, no connection, no answer.
    if ($new -match '\((6|7|28)\) - ') {
        Write-Complaint "the configurator ended with $code; its log says that it could not reach the server"
        Exit-Script 227
    }
}
Exit-Script $code
