#!/bin/sh
# Reads everything that a job wants to know of a machine, in one go, and changes nothing. Runs as root, on POSIX sh and busybox.
# Every line of output is `<name> <text>`, whatever a file holds, so that no content can pass for another field. The last is `end`.
LC_ALL=C
export LC_ALL
PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin

# What comes from the machine: cut, without NUL, each line with its name before it.
field() {
  head -c "${2:-4096}" | tr -d '\000' | awk -v name="$1" '{ print name " " $0 }'
}
file() {
  if [ -f "$2" ] && [ -r "$2" ]; then field "$1" "$3" <"$2"; fi
}
has() {
  command -v "$1" >/dev/null 2>&1
}
# A command of the agent that hangs must not hold the probe.
quick() {
  if has timeout; then timeout 10 "$@"; else "$@"; fi </dev/null 2>&1
}
free_kb() {
  df -Pk "$2" 2>/dev/null | awk -v name="$1" 'NR == 2 { print name " " $4 }'
}

echo "probe 1"
date -u +%s | field clock
uname -n | field host-name
uname -m | field architecture
uname -r | field kernel
id -u | field user-id
file machine-id /etc/machine-id 64
file bios-id /sys/class/dmi/id/product_uuid 64
file boot-id /proc/sys/kernel/random/boot_id 64

file oracle-release /etc/oracle-release
file redhat-release /etc/redhat-release
file suse-release /etc/SuSE-release
file os-release /etc/os-release
file lsb-release /etc/lsb-release
file debian-version /etc/debian_version

# By its full name or by the first part of it, in any column but the first.
if awk -v name="$(uname -n)" '
  BEGIN { name = tolower(name); split(name, part, ".") }
  /^[[:space:]]*#/ { next }
  { for (i = 2; i <= NF; i++) { if ($i ~ /^#/) break; if (tolower($i) == name || tolower($i) == part[1]) found = 1 } }
  END { exit !found }' /etc/hosts 2>/dev/null; then echo "hosts-file yes"; else echo "hosts-file no"; fi

# Of the agent. The version file is a link into the folder that it was installed to.
version_file=/usr/local/.vx_version
agent_dir=
if [ -e "$version_file" ] || [ -L "$version_file" ]; then
  readlink "$version_file" 2>/dev/null | field version-link 512
  file version-file "$version_file"
  installed=$(sed -n 's/^INSTALLATION_DIR=//p' "$version_file" 2>/dev/null | head -n 1 | tr -d '"\r')
  for dir in "$installed" "$installed/Vx" /usr/local/ASR/Vx; do
    if [ -z "$agent_dir" ] && [ -n "$dir" ] && [ -d "$dir/bin" ]; then agent_dir=$dir; fi
  done
fi
if [ -n "$agent_dir" ]; then
  printf '%s\n' "$agent_dir" | field agent-dir 512
  grep -E '^[[:space:]]*(Role|CSType|HostId|Hostname|VmPlatform)[[:space:]]*=' "$agent_dir/etc/drscout.conf" 2>/dev/null | field config 2048
  if [ -x "$agent_dir/bin/status" ]; then quick "$agent_dir/bin/status" | field status 1024; fi
  if [ -x "$agent_dir/bin/inm_dmit" ]; then quick "$agent_dir/bin/inm_dmit" --op=get_driver_version | field driver-version 1024; fi
fi
if { lsmod || cat /proc/modules; } 2>/dev/null | grep -q '^involflt '; then echo "driver-loaded yes"; else echo "driver-loaded no"; fi

# Processes: the agent's by name, those of installers and updates by their command line (argument lists end in NUL).
for name in svagents appservice; do
  if grep -ls "($name)" /proc/[0-9]*/stat 2>/dev/null | head -n 1 | grep -q .; then echo "process $name"; fi
done
grep -ls -e '[i]nstall' -e '[A]gentUpgrade' -e '[M]obilityAgentAutoUpgrade' -e '[U]nifiedAgentConfigurator' /proc/[0-9]*/cmdline 2>/dev/null | head -n 40 | while read -r found; do
  [ -r "$found" ] && tr '\000' ' ' <"$found" | head -c 400 | tr '\n' ' ' | field command 500
done

# Locks of the installer: alive while the process that they name is an installer.
for lock in /usr/local/.install.lck /usr/local/ASR/.install.lck /var/lock/.install.lck /tmp/.install.lck "${agent_dir:-/usr/local/ASR/Vx}/.install.lck"; do
  if [ -e "$lock" ]; then
    owner=$(head -c 64 "$lock" 2>/dev/null | tr -cd '0-9\n' | head -n 1)
    if [ -n "$owner" ] && [ -r "/proc/$owner/cmdline" ] && tr '\000' ' ' <"/proc/$owner/cmdline" | grep -q install; then echo "lock alive $lock"; else echo "lock stale $lock"; fi
  fi
done

free_kb free-root /
free_kb free-var-lib /var/lib
dir=${agent_dir:-/usr/local}
[ -d "$dir" ] || dir=/
free_kb free-install-dir "$dir"

# The last byte of the variable tells; without EFI there is no secure boot.
for variable in /sys/firmware/efi/efivars/SecureBoot-*; do
  if [ -f "$variable" ]; then od -An -tu1 "$variable" 2>/dev/null | awk '{ last = $NF } END { print "secure-boot " last }'; fi
done

for tool in tar gzip xz lzma busybox setsid flock sha256sum; do
  if has "$tool"; then echo "tool $tool"; fi
done
file installer-errors /var/log/InstallerErrors.json 16384
echo "end"
