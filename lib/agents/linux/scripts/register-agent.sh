#!/bin/sh
# Registers the agent with its server, as root, detached in the run slot.
#   register-agent.sh [--leave] <configurator> <switch of the secret file> <its name in the run folder> <other arguments>...
# --leave: unregisters from its present server first, which the configurator refuses to replace.
# Exits with the configurator's code; 224 when there is no configurator, 225 when the secret file is missing,
# 227 when the configurator failed and its log says that the server could not be reached.
# MF_VENDOR_LOGS: where the configurator writes its logs, /var/log unless told.
set -u
logs=${MF_VENDOR_LOGS:-/var/log}

# A log of root's own: in a folder that others may write to, a pipe would hold this up.
is_log() {
  # shellcheck disable=SC3067 # every shell that there is on a machine knows -O
  [ -f "$1" ] && [ ! -L "$1" ] && [ -O "$1" ]
}

sizes() {
  for file in "$logs/ua_install.log" "$logs/cdpcli.log"; do
    if is_log "$file"; then wc -c <"$file"; else echo 0; fi
  done
}

# unreachable SIZE...: did the logs gain one of the transfer library's texts for no name, no connection, no answer?
unreachable() {
  for file in "$logs/ua_install.log" "$logs/cdpcli.log"; do
    if is_log "$file" && tail -c "+$(($1 + 1))" "$file" | grep -Eq '\((6|7|28)\) - '; then return 0; fi
    shift
  done
  return 1
}

leave=
if [ "$1" = --leave ]; then
  leave=yes
  shift
fi
configurator=$1
switch=$2
secret=$MF_RUN/$3
shift 3

[ -f "$configurator" ] || {
  echo "$configurator is not there: the Mobility service is not installed, or not completely" >&2
  exit 224
}
[ -s "$secret" ] || {
  echo "the registration secret is not in the run folder" >&2
  exit 225
}
cd "$(dirname "$configurator")" || exit 224
if [ -n "$leave" ]; then "$configurator" -U -q </dev/null || echo "unregistering ended with $?" >&2; fi
before=$(sizes)
"$configurator" "$@" "$switch" "$secret" </dev/null
code=$?
# shellcheck disable=SC2086 # one word a log
if [ "$code" -ne 0 ] && [ "$code" -ne 98 ] && unreachable $before; then
  echo "the configurator ended with $code; its log says that it could not reach the server" >&2
  exit 227
fi
exit "$code"
