#!/bin/sh
# Registers the agent with its server, as root, detached in the run slot.
#   register-agent.sh <configurator> <switch of the secret file> <its name in the run folder> <other arguments>...
# Exits with the configurator's code; 224 when there is no configurator, 225 when the secret file is missing.
set -u
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
"$configurator" "$@" "$switch" "$secret" </dev/null
