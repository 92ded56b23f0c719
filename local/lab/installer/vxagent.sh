#!/bin/sh
# LAB INSTALLER - not Microsoft's. Service script of the stand-in agent.
### BEGIN INIT INFO
# Provides: vxagent
# Default-Start: 2 3 4 5
# Default-Stop: 0 1 6
### END INIT INFO
# shellcheck source=/dev/null
directory=$(sed -n 's/^INSTALLATION_DIR=//p' /usr/local/.vx_version)
case $1 in
start | stop | status) exec "$directory/Vx/bin/$1" ;;
restart) "$directory/Vx/bin/stop" && exec "$directory/Vx/bin/start" ;;
*) echo "Usage: vxagent {start|stop|restart|status}"; exit 1 ;;
esac
