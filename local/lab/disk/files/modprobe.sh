#!/bin/sh
# LAB FAKE of modprobe and rmmod: loading copies the module's version from the disk to /run/lab/modules, where it stays until the machine is restarted.
loaded=/run/lab/modules
remove=no
[ "${0##*/}" != rmmod ] || remove=yes
for word in "$@"; do
  case $word in
  -r) remove=yes ;;
  -*) ;;
  *) module=$word ;;
  esac
done
[ -n "$module" ] || exit 1
if [ "$remove" = yes ]; then
  [ -e "$loaded/$module" ] || { echo "rmmod: ERROR: Module $module is not currently loaded" >&2; exit 1; }
  rm -f "$loaded/$module" "/dev/$module"
  exit 0
fi
[ ! -e "$loaded/$module" ] || exit 0
folder=/lib/modules/$(uname -r)
file=$folder/extra/$module.ko
[ -e "$file" ] || { echo "modprobe: FATAL: Module $module not found in directory $folder" >&2; exit 1; }
mkdir -p "$loaded" && cp "$file" "$loaded/$module" && : >"/dev/$module"
