#!/bin/sh
# LAB INSTALLER - not Microsoft's. What the programs of a lab installer share; read by them, never run alone. Labs have many machines, so the shell itself
# does what it can: functions leave their answer in a variable, because a `$(…)` is a process.
# shellcheck disable=SC2034,SC2154 # variables of the programs that read this file

say() {
  said="$(date '+%Y-%m-%d %H:%M:%S') $*"
  echo "$said"
  echo "$said" >>"$log"
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

# read_value NAME FILE: what the last line NAME=… says, into $value; nothing when there is none.
read_value() {
  value=
  [ -r "$2" ] || return 0
  while IFS= read -r line || [ -n "$line" ]; do
    case $line in "$1="*) value=${line#*=} ;; esac
  done <"$2"
}

read_version() {
  read_value "$1" /usr/local/.vx_version
}

read_conf() {
  read_version INSTALLATION_DIR
  read_value "$1" "$value/Vx/etc/drscout.conf"
}

# read_build VERSION BUILD-TAG: the version with the build number as its third field and without dots, into $value.
read_build() {
  build=${2#*_*_*_}
  build=${build%%_*}
  IFS=.
  # shellcheck disable=SC2086 # the parts of the version
  set -- $1
  unset IFS
  value=$1$2$build$4
}

read_driver_folder() {
  value=/lib/modules/$(uname -r)/extra
}

# read_free_kilobytes FOLDER: the fourth column of df, whose first line has seven words.
read_free_kilobytes() {
  # shellcheck disable=SC2046 # the columns
  set -- $(df -Pk "$1")
  value=${11:-0}
}
