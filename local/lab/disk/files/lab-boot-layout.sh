#!/bin/sh
# Makes the files and programs that tell how a lab machine starts, as /etc/lab/faults orders: GRUB, LVM, the DHCP client, the kernel.
LVM='' BOOT_NOT_MOUNTED='' GRUB_DEVICE_NAMES='' ACPI_ZERO='' GRUB_MISSING='' DHCP_MISSING='' KERNEL=''
# shellcheck source=/dev/null
. /etc/lab/faults
rm -rf /boot/grub /etc/default/grub /sys/class/block /etc/fstab
rm -f /usr/local/sbin/lvm /usr/local/sbin/dhclient /usr/local/bin/uname

# fake PATH WHAT: a program that is there and does nothing.
fake() {
  mkdir -p "${1%/*}"
  printf '#!/bin/sh\n# LAB FAKE of %s: it is there, and does nothing.\n' "$2" >"$1"
  chmod 755 "$1"
}
[ -n "$DHCP_MISSING" ] || fake /usr/local/sbin/dhclient "a DHCP client"
[ -z "$BOOT_NOT_MOUNTED" ] || echo 'UUID=5b1f5a4e-0000-4000-8000-00000000b007 /boot ext4 defaults 0 2' >/etc/fstab

root='UUID=5b1f5a4e-0000-4000-8000-000000000007'
[ -z "$LVM" ] || root=/dev/mapper/lab-root
[ -z "$GRUB_DEVICE_NAMES" ] || root=/dev/sda2
acpi=
[ -z "$ACPI_ZERO" ] || acpi=' acpi=0'
if [ -z "$GRUB_MISSING" ]; then
  mkdir -p /boot/grub /etc/default
  printf '# LAB FAKE: nothing starts by this file.\nmenuentry lab {\n  linux /vmlinuz root=%s ro%s\n}\n' "$root" "$acpi" >/boot/grub/grub.cfg
  printf 'GRUB_CMDLINE_LINUX="quiet%s"\n' "$acpi" >/etc/default/grub
fi

if [ -n "$LVM" ]; then
  volume=/sys/class/block/dm-0
  mkdir -p "$volume/dm" "$volume/slaves/sda2"
  [ "$LVM" != two-disks ] || mkdir -p "$volume/slaves/sdb1"
  echo lab-root >"$volume/dm/name"
  echo LVM-0123456789abcdef >"$volume/dm/uuid"
  [ "$LVM" = no-tools ] || fake /usr/local/sbin/lvm lvm
fi

if [ -n "$KERNEL" ]; then
  cat >/usr/local/bin/uname <<'END'
#!/bin/sh
# LAB FAKE of uname: the running kernel is the one that /etc/lab/faults orders.
. /etc/lab/faults
/usr/bin/uname "$@" | awk -v real="$(/usr/bin/uname -r)" -v told="$KERNEL" '{ for (i = 1; i <= NF; i++) if ($i == real) $i = told; print }'
END
  chmod 755 /usr/local/bin/uname
fi
exit 0
