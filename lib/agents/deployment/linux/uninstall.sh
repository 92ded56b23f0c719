#!/bin/sh
# Removes the Mobility service from this Linux machine by its own uninstaller, and looks for what is left. Run it as root:
#   sh uninstall.sh [--restart-code N]
# README.md says what each exit code means. MF_PACKAGE_LOG: where it writes its log, /var/log/mobility-service-package.log unless told.
# shellcheck disable=SC2154 # what lib/common.sh sets
here=$(cd "$(dirname "$0")" && pwd) || exit 1
# shellcheck source=/dev/null
. "$here/lib/common.sh"

restart_code=0
case $#${1:-} in
0) ;;
2--restart-code)
  case $2 in '' | *[!0-9]* | ????*) restart_code= ;; *) restart_code=$2 ;; esac
  ;;
*) restart_code= ;;
esac
[ -n "$restart_code" ] || {
  echo "exit 230: expected [--restart-code N]; see README.md" >&2
  exit 230
}
must_be_root
refuse_open_package
look
refuse_busy
[ -n "$agent" ] || leave 0 "the Mobility service is not installed"
folder=$(lines version-file | sed -n 's/^INSTALLATION_DIR=//p' | tr -d '"\r' | head -n 1)
folder=${folder:-${agent_dir:-/usr/local/ASR}}
say "removing version ${version:-unknown} from $folder; the output is in $log"
sh "$here/lib/uninstall-agent.sh" "$folder" >>"$log" 2>&1
code=$?
left=$(sh "$here/lib/left-overs.sh" "$folder" | sed '/^end$/d')
still=$(printf '%s\n' "$left" | grep -E '^(version-file|process|agent-folder) ' | tr '\n' ' ')
if [ -n "$still" ]; then
  tail -n 15 "$log"
  [ "$code" -eq 0 ] || leave "$code" "the uninstaller failed with $code; still there: $still"
  leave 244 "the uninstaller claims success, but still there: $still"
fi
if [ -n "$left" ]; then say "left over: $(printf '%s\n' "$left" | tr '\n' ',')"; fi
case $left in
*driver-loaded*) leave "$restart_code" "the Mobility service is removed; its driver stays loaded until the next restart" ;;
esac
leave 0 "the Mobility service is removed"
