#!/bin/sh
# Reads everything that a job wants to know of a machine, in one go, and changes nothing. Runs as root, on POSIX sh and busybox.
# Arguments behind the first, `all`, are places by which virus scanners are known. With `agent` it reads only what somebody else may change while a job is at work: which agent is installed, and what is about to change it.
# Every line of output is `<name> <text>`, whatever a file holds, so that no content can pass for another field. The last is `end`.
# It runs on every machine of a fleet again and again, so it starts as few programs as it can: the shell itself does the rest.
LC_ALL=C
export LC_ALL
PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin
nl='
'

# A text that may come from the machine, with the name before each of its lines.
field() {
  rest=$2
  while [ -n "$rest" ]; do
    printf '%s %s\n' "$1" "${rest%%"$nl"*}"
    case $rest in
      *"$nl"*) rest=${rest#*"$nl"} ;;
      *) rest= ;;
    esac
  done
}
# Shells leave NUL characters out of what a command prints; bash says so, which nobody needs to hear.
file() {
  if [ -f "$2" ] && [ -r "$2" ]; then field "$1" "$(head -c 4096 "$2")"; fi 2>/dev/null
}
# The first line of a file that holds a single id.
id_file() {
  if [ -f "$2" ] && read -r id <"$2"; then field "$1" "$id"; fi 2>/dev/null
}
has() {
  command -v "$1" >/dev/null 2>&1
}
# What a command of the agent prints; one that hangs must not hold the probe.
quick() {
  if has timeout; then timeout 10 "$@"; else "$@"; fi </dev/null 2>&1 | head -c 1024
}

tell_system() {
  field clock "$(date -u +%s)"
  # shellcheck disable=SC2046 # three words, none of which can hold a blank
  set -- $(uname -nrm)
  host=$1
  field host-name "$1"
  field kernel "$2"
  field architecture "$3"
  field user-id "$(id -u)"
  id_file machine-id /etc/machine-id
  id_file bios-id /sys/class/dmi/id/product_uuid
  id_file boot-id /proc/sys/kernel/random/boot_id
  id_file asset-tag /sys/class/dmi/id/chassis_asset_tag

  file oracle-release /etc/oracle-release
  file redhat-release /etc/redhat-release
  file suse-release /etc/SuSE-release
  file os-release /etc/os-release
  file lsb-release /etc/lsb-release
  file debian-version /etc/debian_version

  # By its full name or by the first part of it, in any column but the first.
  if awk -v name="$host" '
    BEGIN { name = tolower(name); split(name, part, ".") }
    /^[[:space:]]*#/ { next }
    { for (i = 2; i <= NF; i++) { if ($i ~ /^#/) break; if (tolower($i) == name || tolower($i) == part[1]) found = 1 } }
    END { exit !found }' /etc/hosts 2>/dev/null; then echo "hosts-file yes"; else echo "hosts-file no"; fi
}

# The version file is a link into the folder that the agent was installed to.
version_file=/usr/local/.vx_version
has_version_file() {
  [ -e "$version_file" ] || [ -L "$version_file" ]
}
# Is all of it root's: what lies at these paths, what links among them lead to, and every folder above, none of which anybody else may change?
# (`mf_uid` is root, but for tests.) From anywhere else nothing is run, nor opened that would wait.
is_roots_path() { # PATH…
  for path; do
    part=$(readlink -f "$path" 2>/dev/null)
    [ -n "$part" ] || return 1
    while :; do
      set -- "$@" "${part:-/}"
      part=${part%/*}
      [ -n "$part" ] || break
    done
  done
  [ "$(find / "$@" -prune \( -user 0 -o -user "${mf_uid:-$(id -u)}" \) \( -type l -o ! -perm -0002 -o -perm -1000 \) 2>/dev/null)" = "$(printf '%s\n' / "$@")" ]
}
tell_version() {
  has_version_file || return 0
  field version-link "$(readlink "$version_file" 2>/dev/null)"
  file version-file "$version_file"
}
tell_agent() {
  agent_dir=
  installed=
  if has_version_file && [ -f "$version_file" ]; then
    installed=$(sed -n '/^INSTALLATION_DIR=/ { s/^INSTALLATION_DIR=//; s/["\r]//g; p; q; }' "$version_file" 2>/dev/null)
    for dir in "$installed" "$installed/Vx" /usr/local/ASR/Vx; do
      case $dir in /*) if [ -z "$agent_dir" ] && [ -d "$dir/bin" ]; then agent_dir=$dir; fi ;; esac
    done
    is_roots_path "$version_file" || field not-roots "$version_file"
  fi
  if [ -n "$agent_dir" ]; then
    field agent-dir "$agent_dir"
    [ ! -f "$agent_dir/etc/drscout.conf" ] || field config "$(grep -E '^[[:space:]]*(Role|CSType|HostId|Hostname|VmPlatform)[[:space:]]*=' "$agent_dir/etc/drscout.conf" 2>/dev/null)"
    set -- "$agent_dir/bin"
    for program in status inm_dmit; do [ ! -x "$agent_dir/bin/$program" ] || set -- "$@" "$agent_dir/bin/$program"; done
    if is_roots_path "$@"; then
      if [ -x "$agent_dir/bin/status" ]; then field status "$(quick "$agent_dir/bin/status")"; fi
      if [ -x "$agent_dir/bin/inm_dmit" ]; then field driver-version "$(quick "$agent_dir/bin/inm_dmit" --op=get_driver_version)"; fi
    else
      field not-roots "$agent_dir"
    fi
  fi
  if { lsmod || cat /proc/modules; } 2>/dev/null | grep -q '^involflt '; then echo "driver-loaded yes"; else echo "driver-loaded no"; fi
}

# Locks of the installer: alive while the process that they name is an installer. Looked at before the processes, so that one that is just
# being made belongs to an installer that is seen; and looked at twice, because an installer that ends removes its own.
# A lock that somebody else than root made holds up nobody; a pipe or a device is not opened.
tell_locks() {
  for lock in /usr/local/.install.lck /usr/local/ASR/.install.lck /var/lock/.install.lck /tmp/.install.lck "${agent_dir:-/usr/local/ASR/Vx}/.install.lck"; do
    # shellcheck disable=SC3067 # every shell that there is on a machine knows -O
    if [ -f "$lock" ] && [ ! -L "$lock" ] && [ -O "$lock" ]; then
      owner=$(head -c 64 "$lock" 2>/dev/null | tr -cd '0-9\n' | head -n 1)
      if [ -n "$owner" ] && [ -r "/proc/$owner/cmdline" ] && tr '\000' ' ' <"/proc/$owner/cmdline" | grep -q install; then echo "lock alive $lock"; elif [ -e "$lock" ]; then echo "lock stale $lock"; fi
    fi
  done
}

# Anybody may call a process as the agent or an installer: one counts when root runs it.
is_roots() { # PID
  case $1 in '' | *[!0-9]*) return 1 ;; esac
  while read -r key uid _; do
    if [ "$key" = Uid: ]; then [ "$uid" = "${mf_uid:-$(id -u)}" ] && return 0 || return 1; fi
  done <"/proc/$1/status"
  return 1
} 2>/dev/null

# The agent's own processes, by name.
tell_services() {
  names=$(cat /proc/[0-9]*/stat 2>/dev/null)
  for name in svagents appservice; do
    rest=$names
    while :; do
      case $rest in *" ($name) "*) ;; *) break ;; esac
      pid=${rest%%" ($name) "*}
      rest=${rest#*" ($name) "}
      if is_roots "${pid##*"$nl"}"; then
        echo "process $name"
        break
      fi
    done
  done
}
# Installers and updates, by their command line (argument lists end in NUL).
tell_installers() {
  shown=0
  # shellcheck disable=SC2013 # names in /proc hold no blanks
  for found in $(grep -ls -e '[i]nstall' -e '[A]gentUpgrade' -e '[M]obilityAgentAutoUpgrade' -e '[U]nifiedAgentConfigurator' /proc/[0-9]*/cmdline 2>/dev/null); do
    pid=${found#/proc/}
    is_roots "${pid%/cmdline}" || continue
    shown=$((shown + 1))
    [ "$shown" -le 40 ] || break
    field command "$({ tr '\000\n' '  ' <"$found"; } 2>/dev/null | head -c 400)" # it may have ended meanwhile
  done
}

# Free space: one line each, in this order; a folder that is not there would have none. And of all that an installer writes to, which lies on
# a mount that is read-only (df of busybox does not tell one mount of a device from another).
tell_space() {
  dir=${agent_dir:-/usr/local}
  [ -d "$dir" ] || dir=/
  state=/var/lib
  [ -d "$state" ] || state=/
  {
    df -Pk / "$state" "$dir" 2>/dev/null
    for place in / /boot /etc /var "$state" "$dir" /usr/local /lib/modules /var/log; do cd -P "$place" 2>/dev/null && echo "place $PWD"; done
  } | awk '
    BEGIN { while ((getline mount <"/proc/mounts") > 0) { split(mount, field, " "); ro[field[2]] = field[4] ~ /^ro(,|$)/ } }
    $1 == "place" {
      for (at = substr($0, 7); at != "" && !(at in ro); ) sub(/\/[^\/]*$/, "", at)
      if (at == "") at = "/"
      if (ro[at] && !told[at]++) print "read-only " at
      next
    }
    NR == 2 { print "free-root " $4 } NR == 3 { print "free-var-lib " $4 } NR == 4 { print "free-install-dir " $4 }'
}

# The last byte of the variable tells; without EFI there is no secure boot.
tell_secure_boot() {
  for variable in /sys/firmware/efi/efivars/SecureBoot-*; do
    if [ -f "$variable" ]; then od -An -tu1 "$variable" 2>/dev/null | awk '{ last = $NF } END { print "secure-boot " last }'; fi
  done
}

# What lies at / and /boot: the last line of a place is what one sees there. Which of it device mapper made, of what kind, on which devices.
tell_mounts() {
  { findmnt -rn -o SOURCE,TARGET,FSTYPE,OPTIONS || cat /proc/mounts; } 2>/dev/null | awk '
    ($2 == "/" || $2 == "/boot") && $3 != "rootfs" { print "mount " $1 " " $2 " " $3 " " ($4 ~ /^ro(,|$)/ ? "ro" : "rw") }'
  if awk '$1 !~ /^#/ && $2 == "/boot" { found = 1 } END { exit !found }' /etc/fstab 2>/dev/null; then echo "fstab-boot yes"; fi
  for mapped in /sys/class/block/dm-*; do
    if read -r name <"$mapped/dm/name" && read -r kind <"$mapped/dm/uuid"; then
      below=
      for slave in "$mapped"/slaves/*; do [ ! -e "$slave" ] || below="$below ${slave##*/}"; done
      field mapped "${mapped##*/} $name ${kind%%-*}$below"
    fi 2>/dev/null
  done
}
# Folders that even root cannot write, though their file system is not read-only (chattr +i).
tell_not_writable() {
  for place in /boot /etc /var; do
    if [ -d "$place" ] && [ ! -w "$place" ]; then echo "not-writable $place"; fi
  done
}
# Words of the kernel's command line: the running one's, and those of the next start, with the file that they stand in.
tell_boot_words() {
  set --
  for file in /boot/grub/menu.lst /boot/grub/grub.conf /boot/grub/grub.cfg /boot/grub2/grub.cfg /boot/grub2/grubenv /boot/efi/EFI/*/grub.cfg /boot/loader/entries/*.conf /etc/default/grub; do
    if [ -f "$file" ] && [ -r "$file" ]; then
      set -- "$@" "$file"
      field grub-file "$file"
    fi
  done
  [ ! -r /proc/cmdline ] || set -- "$@" /proc/cmdline
  [ $# -gt 0 ] || return 0
  awk '
    /^[[:space:]]*#/ { next }
    {
      gsub(/["\047]/, " ")
      for (i = 1; i <= NF; i++) {
        sub(/^kernelopts=/, "", $i)
        if ($i ~ /^((root|resume)=\/dev\/|acpi=)/ && !told[FILENAME " " $i]++ && ++words <= 60) print "boot-word " FILENAME " " $i
      }
    }' "$@" 2>/dev/null
}

tell_tools() {
  for tool in tar gzip xz lzma busybox setsid flock sha256sum lvm dhclient dhcpcd udhcpc wicked NetworkManager networkctl; do
    if has "$tool"; then echo "tool $tool"; fi
  done
}

# Virus scanners, by files and folders that the caller knows them by.
tell_scanners() {
  for place; do [ ! -e "$place" ] || field scanner "$place"; done
}
# The agent that a machine has for Azure: it is a program of Python, whose process id lies in a file.
tell_vm_agent() {
  if ! has waagent; then
    echo "vm-agent Absent"
    return
  fi
  running=Stopped
  for file in /run/waagent.pid /var/run/waagent.pid; do
    if read -r pid <"$file" && is_roots "$pid" && grep -q waagent "/proc/$pid/cmdline"; then running=Running; fi 2>/dev/null
  done
  echo "vm-agent $running"
}

echo "probe 1"
if [ "${1-}" = agent ]; then
  tell_version
  tell_installers
else
  tell_system
  tell_version
  tell_agent
  tell_locks
  tell_services
  tell_installers
  tell_space
  tell_secure_boot
  tell_mounts
  tell_not_writable
  tell_boot_words
  tell_tools
  tell_vm_agent
  [ $# -eq 0 ] || shift
  tell_scanners "$@"
fi
echo "end"
