# Makes the folders and the registry of a Windows machine; the lab's settings come on standard input.
set -eu
cd /root
wineboot --init
wineserver --wait
rm -f /windows/dosdevices/z:
mkdir -p /windows/drive_c/lab /windows/drive_c/Temp /C: /var/log
cat >/windows/drive_c/lab/settings.reg
cd /windows/drive_c
wine regedit /S 'C:\lab\settings.reg'
wineserver --wait
rm /windows/drive_c/lab/settings.reg
