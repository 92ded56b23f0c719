#!/bin/sh
# Looks for what is left of the Mobility service after its removal, and changes nothing.
#   left-overs.sh <install folder>
# Every line is `<kind> <path or name>`; the last is `end`.
LC_ALL=C
export LC_ALL
PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin

found() { # KIND PATH
  if [ -e "$2" ] || [ -L "$2" ]; then printf '%s %s\n' "$1" "$2"; fi
}

found version-file /usr/local/.vx_version
# Anybody may call a process so: one counts when root runs it.
for name in svagents appservice; do
  # shellcheck disable=SC2013 # names in /proc hold no blanks
  for pid in $(grep -ls -F " ($name) " /proc/[0-9]*/stat 2>/dev/null); do
    uid=$(sed -n 's/^Uid:[[:space:]]*\([0-9]*\).*/\1/p' "${pid%/stat}/status" 2>/dev/null)
    if [ "$uid" = "${mf_uid:-$(id -u)}" ]; then
      echo "process $name"
      break
    fi
  done
done
for folder in "$1" "${1%/Vx}"; do
  if [ -d "$folder/Vx/bin" ] || { [ "${folder##*/}" = Vx ] && [ -d "$folder/bin" ]; }; then
    printf 'agent-folder %s\n' "$folder"
    break
  fi
  if [ "$folder" = "${1%/Vx}" ]; then found folder "$folder"; fi
done
found service /etc/init.d/vxagent
for unit in /etc/systemd/system/vxagent.service /lib/systemd/system/vxagent.service; do
  found service "$unit"
done
if { lsmod || cat /proc/modules; } 2>/dev/null | grep -q '^involflt '; then echo "driver-loaded involflt"; fi
found driver-file "/lib/modules/$(uname -r)/extra/involflt.ko"
found configuration /etc/vxagent
found configuration /usr/local/InMage
echo "end"
