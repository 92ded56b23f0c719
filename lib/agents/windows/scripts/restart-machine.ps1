# Restarts the machine; who waits for it looks at the time of its start.
$code = Start-Program (Join-Path $env:SystemRoot 'System32\shutdown.exe') '/r /t 5 /d p:4:1 /c "Mobility Fleet restarts this machine as it was asked to"' $env:SystemRoot
Exit-Script $code
