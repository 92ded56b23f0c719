#!/bin/sh
# LAB INSTALLER - not Microsoft's. Stops the daemons of the stand-in agent.
for daemon in svagents appservice; do
  [ -s "/run/$daemon.pid" ] || continue
  read -r pid <"/run/$daemon.pid" && kill "$pid" 2>/dev/null
  rm -f "/run/$daemon.pid"
done
echo "VX Agent daemon is stopped"
