#!/bin/sh
# LAB FAKE of reboot and shutdown: asks the lab for a restart and ends the machine's first process.
case "$(basename "$0") $*" in
"shutdown -h"* | "shutdown -P"*) ;;
*) : >/etc/lab/restart-requested ;;
esac
sync
kill -TERM "$(cat /run/lab/init.pid)"
