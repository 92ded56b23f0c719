#!/bin/sh
# Prints what support wants to see of a machine, and changes nothing: after each line `<mark> <name>` a file, or what a command says.
# Of long files the end, from a line's beginning. Files that hold secrets by their purpose (private/, certs/) are never read.
mark=$1
most=1048576
some=262144
nl='
'

section() {
  printf '\n%s %s\n' "$mark" "$1"
}
end_of() { # FILE BYTES
  [ -f "$1" ] && [ -r "$1" ] || return 0
  section "$1"
  size=$(($(wc -c <"$1")))
  if [ "$size" -gt "$2" ]; then tail -c "$2" "$1" | sed 1d; else cat "$1"; fi
}
says() { # NAME COMMAND...
  command -v "$2" >/dev/null 2>&1 || return 0
  section "commands/$1"
  shift
  if command -v timeout >/dev/null 2>&1; then timeout 10 "$@" 2>&1; else "$@" 2>&1; fi </dev/null | head -c "$some"
}

says uname.txt uname -a
says df.txt df -Pk
says df-inodes.txt df -Pi
says mount.txt mount
says uptime.txt uptime
says free.txt free
says processes.txt ps -ef
says modules.txt lsmod
if command -v dmesg >/dev/null 2>&1; then
  section commands/dmesg-end.txt
  dmesg 2>&1 | tail -n 300
fi

for file in /etc/os-release /etc/redhat-release /etc/oracle-release /etc/SuSE-release /etc/debian_version /etc/hosts /usr/local/.vx_version; do
  end_of "$file" "$some"
done
for file in /var/log/ua_install.log /var/log/ua_uninstall.log /var/log/InstallerErrors.json; do
  end_of "$file" "$most"
done
for file in /var/log/svagents_curr_* /var/log/s2_curr_* /var/log/appservice_curr_* /var/log/cdpcli.log /var/log/AzureRcmCli.log \
  /var/log/InMage_drivers.log /var/log/uarespawnd.log /var/log/ApplicationPolicyLogs/vacp.log /tmp/MobilityAgentAutoUpgrade/*.log; do
  end_of "$file" "$some"
done
# The newest few of each folder; names with a line end are nobody's that we look for.
for folder in /var/log/ASRsetuptelemetry /var/log/vxlogs; do
  # shellcheck disable=SC2012 # find cannot sort by time
  newest=$(ls -1t "$folder" 2>/dev/null | head -n 5)
  while [ -n "$newest" ]; do
    end_of "$folder/${newest%%"$nl"*}" "$some"
    case $newest in *"$nl"*) newest=${newest#*"$nl"} ;; *) newest= ;; esac
  done
done
dir=$(sed -n '/^INSTALLATION_DIR=/ { s/^INSTALLATION_DIR=//; s/["\r]//g; p; q; }' /usr/local/.vx_version 2>/dev/null)
for vx in "$dir" "$dir/Vx" /usr/local/ASR/Vx; do
  if [ -n "$vx" ] && [ -d "$vx/bin" ]; then
    end_of "$vx/etc/drscout.conf" "$some"
    says agent-folder.txt ls -la "$vx" "$vx/bin" "$vx/etc"
    [ ! -x "$vx/bin/status" ] || says agent-status.txt "$vx/bin/status"
    break
  fi
done
section end
