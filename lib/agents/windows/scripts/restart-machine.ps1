# Restarts the machine; who waits for it looks at the time of its start. It ends only when that failed: shutdown.exe is done long before the machine is.
# 1115 and 1190: somebody else has asked for one already.
$code = Start-Program (Join-Path $env:SystemRoot 'System32\shutdown.exe') '/r /t 5 /d p:4:1 /c "Mobility Fleet restarts this machine as it was asked to"' $env:SystemRoot
if (@(0, 1115, 1190) -notcontains $code) { Exit-Script $code }
# What takes the machine down ends this, too; ten minutes are more than any machine needs for it.
Start-Sleep -Seconds 600
Exit-Script 1
