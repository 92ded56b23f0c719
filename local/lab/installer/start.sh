#!/bin/sh
# LAB INSTALLER - not Microsoft's. Starts the daemons of the stand-in agent that do not run.
SERVICES_FAIL=''
# shellcheck source=/dev/null
[ ! -r /etc/lab/faults ] || . /etc/lab/faults
if [ -n "$SERVICES_FAIL" ]; then echo "VX Agent could not be started, as ordered" >&2; exit 1; fi
mkdir -p /run/lab
[ -p /run/lab/never ] || mkfifo /run/lab/never
for daemon in svagents appservice; do
  if [ -s "/run/$daemon.pid" ] && read -r pid <"/run/$daemon.pid" && kill -0 "$pid" 2>/dev/null; then continue; fi
  setsid "${0%/*}/$daemon" </dev/null >>"/var/log/${daemon}_curr_1.log" 2>&1 &
  echo "$!" >"/run/$daemon.pid"
done
echo "VX Agent daemon is started"
