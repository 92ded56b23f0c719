# shellcheck shell=sh
# Prints the last bytes of the log of the run in the slot.
[ -f "$MF_BASE/run/log" ] && tail -c "$1" "$MF_BASE/run/log"
exit 0
