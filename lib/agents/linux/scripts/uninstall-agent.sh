#!/bin/sh
# Removes the Mobility service by its own uninstaller, as root, detached in the run slot.
#   uninstall-agent.sh <install folder>
# Exits with the uninstaller's code; 224 when there is no uninstaller.
# MF_VENDOR_LOGS: where the uninstaller writes its log, /var/log unless told.
set -u
logs=${MF_VENDOR_LOGS:-/var/log}

# A log of root's own: in a folder that others may write to, a link would show any file, and a pipe would hold this up.
is_log() {
  # shellcheck disable=SC3067 # every shell that there is on a machine knows -O
  [ -f "$1" ] && [ ! -L "$1" ] && [ -O "$1" ] && [ -s "$1" ]
}

folder=$1
[ -f "$folder/uninstall.sh" ] || folder=${folder%/Vx}
[ -f "$folder/uninstall.sh" ] || {
  echo "$1/uninstall.sh is not there: the Mobility service is not installed completely" >&2
  exit 224
}
cd "$folder" || exit 224
[ -x uninstall.sh ] || chmod u+x uninstall.sh
./uninstall.sh -Y </dev/null
code=$?
cd / # the folder is gone by now

if [ "$code" -ne 0 ] && is_log "$logs/ua_uninstall.log"; then
  echo "--- last lines of $logs/ua_uninstall.log"
  tail -n 60 "$logs/ua_uninstall.log"
fi
exit "$code"
