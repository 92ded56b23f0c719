#!/bin/sh
# LAB INSTALLER - not Microsoft's. Says whether the daemons of the stand-in agent run; 1 when one does not.
result=0
for daemon in svagents appservice; do
  name='VX Agent'
  [ "$daemon" = svagents ] || name=$daemon
  if [ -s "/run/$daemon.pid" ] && read -r pid <"/run/$daemon.pid" && kill -0 "$pid" 2>/dev/null; then
    echo "$name daemon is running..."
  else
    echo "$name daemon is not running"
    result=1
  fi
done
exit "$result"
