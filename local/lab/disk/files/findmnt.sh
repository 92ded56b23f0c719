#!/bin/sh
# LAB FAKE of findmnt, for the columns SOURCE,TARGET,FSTYPE,OPTIONS: / and /boot are what /etc/lab/faults orders; the other mounts are the real ones.
LVM='' ROOT_FILE_SYSTEM='' BOOT_FILE_SYSTEM='' BOOT_READ_ONLY='' BOOT_NOT_MOUNTED=''
# shellcheck source=/dev/null
. /etc/lab/faults
grep -v -e '^[^ ]* / ' -e '^[^ ]* /boot ' /proc/mounts | cut -d' ' -f1-4
root=/dev/sda2
[ -z "$LVM" ] || root=/dev/mapper/lab-root
echo "$root / ${ROOT_FILE_SYSTEM:-ext4} rw,relatime"
if [ -z "$LVM" ] && [ -z "$BOOT_NOT_MOUNTED" ]; then
  mode=rw
  [ -z "$BOOT_READ_ONLY" ] || mode=ro
  echo "/dev/sda1 /boot ${BOOT_FILE_SYSTEM:-ext4} $mode,relatime"
fi
