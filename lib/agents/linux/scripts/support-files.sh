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
# Whoever has an account on the machine may put links, pipes and files of others where logs are looked for. So: nothing but a plain file that
# root owns and that has one name, in folders that root owns; and what was looked at is what is read, because the file is opened first and is then
# seen to be the one that was there. (`me` is root, but for tests.)
me=${mf_uid:-$(id -u)}

# Is every part of this path root's, whatever it is? Sets `linked` when one of them is a link.
is_roots_path() { # PATH
  linked=
  part=$1
  while :; do
    told=$(ls -ldn "$part/" 2>/dev/null) || return 1
    # shellcheck disable=SC2086 # the words of one line; a name comes behind those that are looked at
    owner_of $told
    case $mode$owner in d????????w*0 | d????????w*"$me") case $mode in *[tT]*) ;; *) return 1 ;; esac ;; d*) ;; *) return 1 ;; esac
    [ "$owner" = 0 ] || [ "$owner" = "$me" ] || return 1
    if [ -L "$part" ]; then
      linked=yes
      # shellcheck disable=SC2046 # the same
      owner_of $(ls -ldn "$part" 2>/dev/null)
      [ "$owner" = 0 ] || [ "$owner" = "$me" ] || return 1
    fi
    case $part in */*) part=${part%/*} ;; esac
    [ -n "$part" ] || return 0
  done
}
owner_of() { # what ls -ldn says of it
  mode=${1-} owner=${3-}
}

# Enters a folder, and makes sure that it is the one that was meant.
enter() { # FOLDER
  is_roots_path "$1" && cd -P "$1" 2>/dev/null || return 1
  [ "$PWD" = "$1" ] || { [ -n "$linked" ] && is_roots_path "$PWD"; }
}

is_roots_program() { # PATH
  [ -f "$1" ] && [ -x "$1" ] && [ ! -L "$1" ] || return 1
  # shellcheck disable=SC2046 # the same
  owner_of $(ls -ldn "$1" 2>/dev/null)
  case $mode in ????????w*) return 1 ;; esac
  [ "$owner" = 0 ] || [ "$owner" = "$me" ]
}

end_of() { # FILE BYTES
  if enter "${1%/*}"; then read_end "$1" "${1##*/}" "$2"; fi
  cd /
}
read_end() { # PATH NAME BYTES
  [ -f "./$2" ] && [ ! -L "./$2" ] || return 0
  before=$(stat -c '%F/%h/%u/%d/%i' "./$2" 2>/dev/null) || return 0
  case $before in regular*file/1/0/* | regular*file/1/"$me"/*) ;; *) return 0 ;; esac
  exec 3<"./$2" || return 0
  # Of the link in /proc to what was opened.
  if [ "$(stat -L -c '%F/%h/%u/%d/%i' /proc/self/fd/3 <&3 2>/dev/null)" = "$before" ]; then
    section "$1"
    size=$(stat -L -c %s /proc/self/fd/3)
    # What grows meanwhile is read no further.
    if [ "$size" -gt "$3" ]; then tail -c "$3" <&3 | head -c "$3" | sed 1d; else head -c "$3" <&3; fi
  fi
  exec 3<&-
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

# A link in most systems.
for file in /etc/os-release /usr/lib/os-release /etc/redhat-release /etc/oracle-release /etc/SuSE-release /etc/debian_version /etc/hosts /usr/local/.vx_version; do
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
  newest=$(enter "$folder" && ls -1t 2>/dev/null | head -n 5)
  while [ -n "$newest" ]; do
    end_of "$folder/${newest%%"$nl"*}" "$some"
    case $newest in *"$nl"*) newest=${newest#*"$nl"} ;; *) newest= ;; esac
  done
done
dir=$(end_of /usr/local/.vx_version "$some" | sed -n '/^INSTALLATION_DIR=/ { s/^INSTALLATION_DIR=//; s/["\r]//g; p; q; }')
for vx in "$dir" "$dir/Vx" /usr/local/ASR/Vx; do
  if [ -n "$vx" ] && [ -d "$vx/bin" ] && is_roots_path "$vx/bin"; then
    end_of "$vx/etc/drscout.conf" "$some"
    says agent-folder.txt ls -la "$vx" "$vx/bin" "$vx/etc"
    is_roots_program "$vx/bin/status" && says agent-status.txt "$vx/bin/status"
    break
  fi
done
section end
