#!/bin/sh
# Restarts the machine, as root, detached in the run slot. It ends only when that failed: with 1.
sync
systemctl reboot 2>/dev/null || shutdown -r now 2>/dev/null || reboot || exit 1
# What takes the machine down ends this, too; ten minutes are more than any machine needs for it.
sleep 600
exit 1
