#!/bin/sh
# LAB INSTALLER - not Microsoft's. What the programs of a lab installer share; read by them, never run alone.
# shellcheck disable=SC2034,SC2154 # variables of the programs that read this file

say() {
  echo "$(date '+%Y-%m-%d %H:%M:%S') $*" | tee -a "$log"
}

# finish EXIT-CODE MESSAGE
finish() {
  say "$2 - exit code $1"
  exit "$1"
}

# write_error NAME MESSAGE
write_error() {
  printf '{"Errors":[{"error_name":"%s","error_params":{},"default_message":"%s"}]}\n' "$1" "$2" >"$errors"
}

# fail_with_json EXIT-CODE NAME MESSAGE
fail_with_json() {
  write_error "$2" "$3"
  finish "$1" "$3"
}

read_faults() {
  EXIT_CODE='' DO_NOTHING='' HANG='' WAIT='' REBOOT='' SERVICES_FAIL='' REBOOT_AFTER='' REGISTRATION_FAILS=''
  UNINSTALL_STUCK='' UNINSTALL_NOTHING='' DRIVER_IN_USE=''
  ROOT_FILE_SYSTEM='' BOOT_FILE_SYSTEM='' BOOT_READ_ONLY='' BOOT_NOT_MOUNTED='' LVM='' GRUB_DEVICE_NAMES='' ACPI_ZERO='' DHCP_MISSING=''
  # shellcheck source=/dev/null
  [ ! -r /etc/lab/faults ] || . /etc/lab/faults
}

version_field() {
  sed -n "s/^$1=//p" /usr/local/.vx_version 2>/dev/null
}

conf_field() {
  sed -n "s/^$1=//p" "$(version_field INSTALLATION_DIR)/Vx/etc/drscout.conf" 2>/dev/null
}

# build_version VERSION BUILD-TAG: the version with the build number as its third field.
build_version() {
  echo "$1.$(echo "$2" | cut -d_ -f4)" | awk -F. '{ print $1 "." $2 "." $5 "." $4 }'
}

driver_folder() {
  echo "/lib/modules/$(uname -r)/extra"
}

free_kilobytes() {
  df -Pk "$1" | awk 'END { print $4 }'
}
