#!/bin/sh
# LAB INSTALLER - not Microsoft's. Removes the stand-in agent.
# shellcheck disable=SC2034 # lab-functions.sh reads log
directory=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=/dev/null
. "$directory/Vx/bin/lab-functions.sh"
log=/var/log/ua_uninstall.log yes='' value=''
while getopts YL:h option; do
  case $option in
  Y) yes=yes ;;
  L) log=$OPTARG ;;
  *) echo "LAB UNINSTALLER: uninstall.sh [-Y] [-L LOG]"; exit 1 ;;
  esac
done
[ -e /usr/local/.vx_version ] || finish 1 "the agent is not installed"
if [ -z "$yes" ]; then
  printf 'Remove the Mobility service (y/n)? '
  read -r answer
  [ "$answer" = y ] || finish 1 "not confirmed"
fi
read_faults
[ -z "$UNINSTALL_NOTHING" ] || finish 0 "nothing was done, as ordered"
if [ -n "$UNINSTALL_STUCK" ] || ! "$directory/Vx/bin/stop"; then finish 2 "the services do not stop"; fi
if command -v systemctl >/dev/null 2>&1; then systemctl disable vxagent; else rm -f /etc/lab/enabled/vxagent; fi
if [ -n "$DRIVER_IN_USE" ]; then
  say "the driver is in use and stays until a restart"
else
  rmmod involflt 2>/dev/null
  read_driver_folder
  rm -f "$value/involflt.ko"
fi
rm -rf /etc/init.d/vxagent /etc/vxagent /usr/local/InMage /usr/local/.vx_version
say "removed from $directory"
rm -rf "$directory"
exit 0
