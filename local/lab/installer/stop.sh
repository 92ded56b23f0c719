#!/bin/sh
# LAB INSTALLER - not Microsoft's. Stops the daemons of the stand-in agent.
for daemon in svagents appservice; do
  [ -s "/run/$daemon.pid" ] || continue
  kill "$(cat "/run/$daemon.pid")" 2>/dev/null
  rm -f "/run/$daemon.pid"
done
echo "VX Agent daemon is stopped"
