#!/bin/sh
# LAB INSTALLER - not Microsoft's. Knows of the driver only what the fake lsmod knows: the version that is loaded.
loaded=/run/lab/modules/involflt
case $* in
*get_driver_version*)
  [ -e "$loaded" ] || { echo "involflt is not loaded" >&2; exit 1; }
  read -r line <"$loaded"
  IFS=.
  # shellcheck disable=SC2086 # the parts of the version
  set -- ${line##*version=}
  IFS=,
  echo "Driver Version: $*"
  echo "Product Version: $*"
  ;;
*get_drv_stat*) [ -e "$loaded" ] && echo "LAB DRIVER loaded" ;;
*get_protected_volume_list*) ;;
*) echo "inm_dmit (lab): --op=get_driver_version, --get_drv_stat, --get_protected_volume_list" >&2; exit 1 ;;
esac
