#!/bin/sh
# What the Linux scripts of a deployment package share; read by them, never run alone. `here` is the folder of their own.
# shellcheck disable=SC2154,SC2034 # here comes from the script that reads this file, what is set here is for it
set -u
LC_ALL=C
PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin
export LC_ALL PATH
umask 077
tab=$(printf '\t')
log=${MF_PACKAGE_LOG:-/var/log/mobility-service-package.log}

say() {
  printf '%s %s\n' "$(date -u '+%Y-%m-%dT%H:%M:%SZ')" "$*" | tee -a "$log"
}

# What sha256.sh asks for: a command that a signal ended (the machine goes down) ends this script with the same status.
mf_cut_off() { # STATUS
  [ "$1" -le 128 ] || [ "$1" -gt 192 ] || exit "$1"
}

# leave CODE WHAT: the last thing that a script says.
leave() {
  code=$1
  shift
  say "exit $code: $*"
  exit "$code"
}
mf_fail() {
  leave 233 "$*"
}

must_be_root() {
  [ "$(id -u)" -eq 0 ] || {
    echo "exit 231: only root may do this; use sudo" >&2
    exit 231
  }
}

# What everybody may write is not for root to run.
refuse_open_package() {
  for folder in "$here" "$here/lib" "$here/.."; do
    # shellcheck disable=SC2012 # of one folder, whose mode comes first
    case $(ls -ldL "$folder") in ????????w*) leave 245 "$folder can be written by everybody; unpack the package where only root can write" ;; esac
  done
}

conf() {
  sed -n "s/^$1=//p" "$here/package.conf"
}

# The folder for all that is copied and unpacked. It is new, and root's alone: what runs from it nobody else could have put there.
make_work() {
  work=$(mktemp -d /var/lib/mobility-service-package.XXXXXX) || leave 220 "no folder can be made in /var/lib"
  trap 'cd / && rm -rf "$work"' EXIT
  trap 'exit 130' HUP INT TERM
}

# Looks at the machine. The version has the build number as its third field where the agent leaves it out.
look() {
  seen=$(sh "$here/lib/probe.sh") || leave 242 "the machine could not be looked at"
  agent=$(lines version-link | head -n 1)$(lines version-file | head -n 1)
  agent_dir=$(lines agent-dir)
  server=$(lines config | sed -n 's/^[[:space:]]*Hostname[[:space:]]*=[[:space:]]*//p' | tr -d '"\r ' | head -n 1)
  version=$(lines version-file | awk '
    { gsub(/["\r]/, ""); key = substr($0, 1, index($0, "=") - 1); value = substr($0, index($0, "=") + 1) }
    key == "VERSION" { version = value }
    key == "BUILD_TAG" { split(value, tag, "_"); build = tag[4] }
    END {
      if (version !~ /^[0-9]+\.[0-9]+\.[0-9]+\.[0-9]+$/) exit
      split(version, field, ".")
      if (field[3] == 0 && build ~ /^[0-9]+$/) field[3] = build + 0
      print field[1] "." field[2] "." field[3] "." field[4]
    }')
  configured=
  if lines version-file | grep -q '^AGENT_CONFIGURATION_STATUS="\{0,1\}Succeeded"\{0,1\}'; then configured=yes; fi
}
lines() {
  printf '%s\n' "$seen" | sed -n "s/^$1 //p"
}

# Modernized agents do not name their server in a way that could be compared; being configured is what can be seen.
is_registered() {
  [ -n "$configured" ] && { [ "$(conf GENERATION)" = Modernized ] || [ "$server" = "$(conf SERVER)" ]; }
}

is_healthy() {
  runs svagents 'VX Agent' && runs appservice appservice && [ "$(lines driver-loaded)" = yes ]
}
runs() {
  lines process | grep -qx "$1" || lines status | grep -q "$2 daemon is running"
}

refuse_busy() {
  busy=$(lines command | grep -E 'AgentUpgrade\.sh|MobilityAgentAutoUpgrade/|UnifiedAgentConfigurator\.sh|(^|/)(ba|da)?sh (-[a-z]+ )?([^ ]*/)?install +(.* )?-[rv] ' | head -n 1)
  [ -z "$busy" ] || leave 239 "another installation or update is at work, try again later: $busy"
}

# compare A B: -1, 0 or 1, field by field; never with the dots removed.
compare() {
  awk -v a="$1" -v b="$2" 'BEGIN {
    split(a, x, "."); split(b, y, ".")
    for (i = 1; i <= 4; i++) if (x[i] + 0 != y[i] + 0) { print (x[i] + 0 < y[i] + 0) ? -1 : 1; exit }
    print 0
  }'
}

# is_at FOUND WANTED: a build of 0 stands for "not said", as in the file names of some releases.
is_at() {
  awk -v found="$1" -v wanted="$2" 'BEGIN {
    if (split(found, f, ".") != 4) exit 1
    split(wanted, w, ".")
    if (f[1] + 0 != w[1] + 0 || f[2] + 0 != w[2] + 0) exit 1
    if ((f[3] + 0 == 0 && f[4] + 0 == 0) || (w[3] + 0 == 0 && w[4] + 0 == 0)) exit 0
    exit !(f[3] + 0 == w[3] + 0 && (f[4] + 0 == w[4] + 0 || f[4] + 0 == 0 || w[4] + 0 == 0))
  }'
}

# Sets tag to the OS tag of this machine. Of the files that tell a system by, the first that is there decides, also when no rule of it fits then.
find_tag() {
  tag=
  [ "$(lines architecture)" = x86_64 ] || return 0
  tag=$(printf '%s\n' "$seen" | awk '
    NR == FNR { rule[++rules] = $0; next }
    { name = substr($0, 1, index($0, " ") - 1); text[name] = text[name] substr($0, index($0, " ") + 1) " " }
    END {
      for (i = 1; i <= rules; i++) {
        split(rule[i], is, "\t")
        if (!(is[1] in text) || text[is[1]] !~ is[2]) continue
        if (decided != "" && decided != is[1]) exit
        decided = is[1]
        if (text[is[1]] ~ is[3]) { print is[4]; exit }
      }
    }' "$here/systems.tsv" -)
}

# Sets wanted, file, sha256, oldest and url from the line of this system; empty when the package has none.
find_row() {
  find_tag
  row=$(awk -F "$tab" -v tag="$tag" '$1 == tag' "$here/installers.tsv")
  IFS=$tab read -r _ wanted file sha256 oldest url <<END
$row
END
}
