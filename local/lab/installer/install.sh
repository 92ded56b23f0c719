#!/bin/sh
# LAB INSTALLER - not Microsoft's. It has the interface of the Mobility service's installer for Linux and installs a stand-in.
# shellcheck source=/dev/null
. "${0%/*}/lab-functions.sh"
cd "${0%/*}" || exit 1
# shellcheck source=/dev/null
. ./lab-release

directory=/usr/local/ASR role='' platform='' action=Install cs_type=CSLegacy quiet='' log=/var/log/ua_install.log
errors=/var/log/InstallerErrors.json summary='' value=''

main() {
  parse "$@"
  [ "$(id -u)" -eq 0 ] || { echo "Only root can install. (LAB)" >&2; exit 119; }
  read_faults
  rm -f "$errors"
  : >>"$log"
  say "LAB INSTALLER of $LAB_VERSION for $LAB_TAG: ./install $*"
  check_machine
  take_lock
  if [ -e /usr/local/.vx_version ]; then upgrade; else install_fresh; fi
}

parse() {
  while getopts d:r:v:l:e:qa:c:m:j:h option; do
    case $option in
    d) directory=${OPTARG%/} ;;
    r) role=$OPTARG ;;
    v) platform=$OPTARG ;;
    l) log=$OPTARG ;;
    e) errors=$OPTARG ;;
    q) quiet=yes ;;
    a) action=$OPTARG ;;
    c) cs_type=$OPTARG ;;
    m) : "invoked by $OPTARG" ;;
    j) summary=$OPTARG ;;
    *) usage ;;
    esac
  done
  case $action in Install | Upgrade) ;; *) usage ;; esac
  case $cs_type in CSLegacy | CSPrime) ;; *) usage ;; esac
  case $directory in /usr/local/ASR | */ASR) ;; /*) directory=$directory/ASR ;; *) finish 156 "the directory must be absolute" ;; esac
}

# The real one ends with 0 here too, also for a wrong switch.
usage() {
  echo "LAB INSTALLER: ./install [-d DIR] [-r MS|MT] [-v VmWare|Azure] [-l LOG] [-e ERRORS-JSON] [-q] [-a Install|Upgrade] [-c CSLegacy|CSPrime] [-h]"
  exit 0
}

check_machine() {
  tag=$(./OS_details.sh print)
  [ -n "$tag" ] || finish 92 "this operating system is not known"
  [ "$tag" = "$LAB_TAG" ] || finish 149 "this installer is for $LAB_TAG, the machine is $tag"
  host=$(hostname)
  grep -v '^[[:space:]]*#' /etc/hosts | grep -qw "$host" || finish 174 "/etc/hosts has no entry for $host"
  case $(mokutil --sb-state 2>/dev/null) in *enabled*) fail_with_json 99 ASRMobilityServiceSecureBootEnabled "Secure boot is on." ;; esac
  check_start
  read_free_kilobytes /
  [ "$value" -ge 2097152 ] || finish 176 "less than 2 GB are free on /"
  parent=$directory
  while [ ! -d "$parent" ]; do parent=${parent%/*} && parent=${parent:-/}; done
  read_free_kilobytes "$parent"
  [ "$value" -ge 256000 ] ||
    fail_with_json 97 ASRMobilityServiceInstallerFailedDueToLessSpaceInInstallationDirectory "Less than 250 MB are free in $parent."
}

# How the machine starts, in the real one's names for what it refuses.
check_start() {
  case $ROOT_FILE_SYSTEM in '' | ext3 | ext4 | xfs | btrfs) ;; *) refuse UnsupportedRootFileSystem "The root file system is $ROOT_FILE_SYSTEM." ;; esac
  case $BOOT_FILE_SYSTEM in '' | ext[234] | xfs | btrfs) ;; *) refuse UnsupportedBootFileSystem "The file system of /boot is $BOOT_FILE_SYSTEM." ;; esac
  [ -z "$BOOT_READ_ONLY" ] || refuse DirsNotWritable "/boot cannot be written."
  [ -z "$BOOT_NOT_MOUNTED" ] || refuse BootPartitionNotMounted "/boot is not mounted."
  [ "$LVM" != two-disks ] || refuse BootOnLVMFromMultipleDisks "/boot lies on LVM over two disks."
  [ "$LVM" != no-tools ] || refuse LvmPackageMissing "The program lvm is not there."
  [ -z "$GRUB_DEVICE_NAMES" ] || refuse GrubDeviceNameChange "GRUB names devices."
  [ -z "$ACPI_ZERO" ] || refuse AcpiEqualsToZeroSet "acpi=0 is set."
  [ -z "$DHCP_MISSING" ] || refuse DhcpClientNotAvailable "There is no DHCP client."
}
refuse() {
  fail_with_json 99 "ASRMobilityService$1" "$2"
}

# A file that an ended installer left counts as a running one, as with the real installer.
take_lock() {
  if ! (set -C && echo "$$" >/usr/local/.install.lck) 2>/dev/null; then finish 1 "another instance is running (/usr/local/.install.lck exists)"; fi
  trap 'rm -f /usr/local/.install.lck' EXIT
  trap 'exit 1' HUP INT TERM
}

install_fresh() {
  if [ -z "$quiet" ]; then
    printf 'Role, MS or MT: '
    read -r role || finish 1 "nobody answered"
    platform=VmWare
  fi
  if [ "$action" = Upgrade ] && [ "$role" = Agent ]; then
    fail_with_json 97 ASRMobilityServiceInstallerInstallationTypeMismatch "Upgrade was asked for, nothing is installed."
  fi
  case $role in [Mm][Ss]) role=Agent ;; [Mm][Tt]) role=MasterTarget ;; *) finish 98 "role \"$role\" is missing or wrong" ;; esac
  case $platform in VmWare | Azure) ;; *) finish 96 "platform \"$platform\" is missing or wrong" ;; esac
  work
  status=
  write_files
  systemctl_or_chkconfig
  start_services
  summarize 0
  finish 0 "installed $LAB_VERSION"
}

upgrade() {
  read_version INSTALLATION_DIR && directory=$value
  read_version VERSION && installed=$value
  if [ -z "$installed" ] || [ -z "$directory" ]; then fail_with_json 97 ASRMobilityServiceInternalError "/usr/local/.vx_version is damaged."; fi
  read_version VM_PLATFORM && old_platform=$value
  : "${platform:=$old_platform}"
  case $platform in VmWare | Azure) ;; *) finish 96 "platform \"$platform\" is wrong" ;; esac
  [ "$old_platform/$platform" != Azure/VmWare ] || finish 76 "the platform cannot change from Azure to VmWare"
  read_conf CSType
  [ "$value" = "$cs_type" ] || fail_with_json 97 ASRMobilityServiceInstallerCSTypeMismatch "The agent is a $value one, $cs_type was given."
  # Versions are compared with their dots removed, as the real installer does it.
  read_version BUILD_TAG
  read_build "$installed" "$value" && old_build=$value
  read_build "$LAB_VERSION" "$LAB_BUILD_TAG"
  if [ "$old_build" -gt "$value" ]; then
    [ "$cs_type" = CSLegacy ] || fail_with_json 97 ASRMobilityServiceInstallerDowngradeAgentNotSupported "A newer agent, $installed, is installed."
    finish 15 "a newer agent, $installed, is installed"
  fi
  work
  read_conf Role && role=$value
  read_version AGENT_CONFIGURATION_STATUS && status=$value
  "$directory/Vx/bin/stop" || finish 43 "the services do not stop"
  write_files
  start_services
  summarize 98
  write_error ASRMobiityServiceInstallerLinuxRecommendedReboot "A restart is recommended, until then the old driver stays loaded."
  finish 98 "upgraded from $installed to $LAB_VERSION"
}

# Takes as long as the archive says, and meets the troubles that were ordered on its way.
work() {
  for stage in prepare copy driver services; do
    say "stage $stage"
    [ "$LAB_STAGE_SECONDS" = 0 ] || sleep "$LAB_STAGE_SECONDS"
    [ "$stage" = copy ] || continue
    [ -z "$HANG" ] || while :; do sleep 3600; done
    while [ -n "$WAIT" ]; do sleep 0.2 && read_faults; done
    if [ -n "$REBOOT" ]; then restart REBOOT "in the middle"; fi
    [ -z "$DO_NOTHING" ] || finish 0 "nothing was done, as ordered"
    case $EXIT_CODE in
    '') ;;
    97 | 99) fail_with_json "$EXIT_CODE" ASRMobilityServiceInternalError "Failed as ordered." ;;
    *) finish "$EXIT_CODE" "failed as ordered" ;;
    esac
  done
}

# restart ORDER WHEN: once, so the order is taken off the list.
restart() {
  sed -i "s/^$1=.*/$1=/" /etc/lab/faults
  say "the machine is restarted $2, as ordered"
  reboot
  while :; do sleep 3600; done
}

write_files() {
  vx=$directory/Vx
  head -c 1048576 /dev/zero >/var/tmp/lab-space 2>/dev/null || finish 4 "the files cannot be written"
  rm -f /var/tmp/lab-space
  read_driver_folder && driver=$value
  mkdir -p "$vx/bin" "$vx/etc" "$driver" /etc/vxagent/involflt /etc/vxagent/backup /usr/local/InMage/private /etc/init.d
  cp status start stop inm_dmit UnifiedAgentConfigurator.sh uninstall lab-functions.sh lab-release "$vx/bin/"
  cp service-program "$vx/bin/svagents"
  cp service-program "$vx/bin/appservice"
  cp uninstall.sh "$directory/"
  cp vxagent /etc/init.d/
  chmod 755 "$vx/bin"/* "$directory/uninstall.sh" /etc/init.d/vxagent
  echo "LAB DRIVER version=$LAB_DRIVER_VERSION" >"$driver/involflt.ko"
  [ -e "$vx/etc/drscout.conf" ] || write_conf >"$vx/etc/drscout.conf"
  write_version >"$directory/.vx_version.new"
  mv "$directory/.vx_version.new" "$directory/.vx_version"
  ln -sf "$directory/.vx_version" /usr/local/.vx_version
  cp "$directory/.vx_version" /etc/vxagent/backup/.vx_version
  modprobe involflt
}

write_conf() {
  printf '[vxagent]\nHostId=%s\nVmPlatform=%s\nRole=%s\nCSType=%s\n\n[vxagent.transport]\nHostname=\nPort=443\n' \
    "$(cat /proc/sys/kernel/random/uuid 2>/dev/null || cat /etc/machine-id)" "$platform" "$role" "$cs_type"
}

write_version() {
  printf 'VERSION=%s\nPROD_VERSION=%s\nBUILD_TAG=%s\nOS_BUILT_FOR=%s\nINSTALLATION_DIR=%s\n' \
    "$LAB_VERSION" "$LAB_VERSION" "$LAB_BUILD_TAG" "$LAB_TAG" "$directory"
  printf 'INSTALLATION_TIMESTAMP=%s\nVM_PLATFORM=%s\nAGENT_CONFIGURATION_STATUS=%s\n' "$(date +%Y_%m_%d_%H_%M_%S)" "$platform" "$status"
}

systemctl_or_chkconfig() {
  if command -v systemctl >/dev/null 2>&1; then systemctl enable vxagent; elif command -v chkconfig >/dev/null 2>&1; then chkconfig --add vxagent; else
    mkdir -p /etc/lab/enabled && : >/etc/lab/enabled/vxagent
  fi
}

start_services() {
  "$directory/Vx/bin/start" >/dev/null || finish 44 "the services do not start"
  [ -z "$REBOOT_AFTER" ] || restart REBOOT_AFTER "before the installer ends"
}

summarize() {
  [ -z "$summary" ] || printf '{"Operation":"%s","ExitCode":%s,"LabInstaller":true}\n' "$action" "$1" >"$summary"
}

main "$@"
