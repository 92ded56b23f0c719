#!/bin/sh
# LAB FAKE of mokutil: --sb-state says what the SecureBoot variable of the machine says.
[ "$1" = --sb-state ] || { echo "mokutil (lab fake): only --sb-state" >&2; exit 1; }
for file in /sys/firmware/efi/efivars/SecureBoot-*; do
  [ -e "$file" ] || { echo "EFI variables are not supported on this system" >&2; exit 255; }
  echo "SecureBoot enabled"
done
