# The first process of a lab's Windows machine: starts Wine with its services, and takes in the orphans. The machine ends with anchor.exe.
cd /windows/drive_c || exit 1
rm -f lab/started lab/restart-requested
[ ! -e /etc/lab/winrm.py ] || python3 /etc/lab/winrm.py </dev/null >/var/log/winrm.log 2>&1 &
wine 'C:\lab\anchor.exe' </dev/null >/var/log/anchor.log 2>&1 &
wait $!
# Wine writes its registry now and then; a machine that restarts has all of it on its disk.
wineserver -k15 || true
timeout 20 wineserver -w || true
