#!/bin/sh
# What a lab machine does when it starts: loads the driver that lies on its disk, starts the enabled services.
mkdir -p /run/lab /run/sshd /run/lock
echo "${1:-1}" >/run/lab/init.pid
read -r release </proc/sys/kernel/osrelease
driver=/lib/modules/$release/extra/involflt.ko
[ ! -e "$driver" ] || modprobe involflt
for file in /etc/lab/enabled/*; do
  [ ! -e "$file" ] || "/etc/init.d/${file##*/}" start
done
/usr/lib/lab/apply-faults.sh boot
exit 0
