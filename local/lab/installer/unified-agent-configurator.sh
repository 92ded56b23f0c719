#!/bin/sh
# LAB INSTALLER - not Microsoft's. Registers the stand-in agent with the configuration server that /etc/lab/configuration-server describes.
# shellcheck disable=SC2034 # lab-functions.sh reads log and errors
# shellcheck source=/dev/null
. "${0%/*}/lab-functions.sh"

server='' passphrase='' source='' cs_type=CSLegacy unconfigure='' log=/var/log/ua_install.log errors=/var/log/InstallerErrors.json
ADDRESS='' PASSPHRASE_SHA256='' CONFIG_SHA256='' value=''

main() {
  parse "$@"
  [ "$(id -u)" -eq 0 ] || { echo "Only root can register. (LAB)" >&2; exit 119; }
  read_faults
  read_version INSTALLATION_DIR && directory=$value
  [ -n "$directory" ] || finish 1 "the agent is not installed"
  say "LAB CONFIGURATOR ($cs_type)"
  # shellcheck source=/dev/null
  [ ! -r /etc/lab/configuration-server ] || . /etc/lab/configuration-server
  if [ -n "$unconfigure" ]; then
    register '' ''
    finish 0 "unregistered"
  fi
  if [ "$cs_type" = CSPrime ]; then modernized; else classic; fi
}

parse() {
  while getopts i:p:P:e:l:S:c:C:D:Ur:f:m:j:qh option; do
    case $option in
    i) server=$OPTARG ;;
    P) passphrase=$OPTARG ;;
    l) log=$OPTARG ;;
    S) source=$OPTARG ;;
    c) cs_type=$OPTARG ;;
    U) unconfigure=yes ;;
    f) errors=$OPTARG ;;
    p | e | C | D | r | m | j | q) ;;
    *) usage ;;
    esac
  done
  case $cs_type in CSLegacy | CSPrime) ;; *) usage ;; esac
}

# The real one ends with 0 here too.
usage() {
  echo "LAB CONFIGURATOR: -i SERVER -P PASSPHRASE-FILE [-q] | -c CSPrime -S CONFIG-JSON [-q]"
  exit 0
}

classic() {
  read_conf Hostname && known=$value
  read_version AGENT_CONFIGURATION_STATUS
  if [ -n "$known" ] && [ "$known" != "$server" ] && [ "$value" = Succeeded ]; then
    finish 13 "the agent is registered with another configuration server, $known"
  fi
  [ -r "$passphrase" ] || finish 102 "the passphrase file cannot be read"
  if [ -z "$ADDRESS" ] || [ "$server" != "$ADDRESS" ]; then
    say "post request: (7) - Couldn't connect to server"
    refuse 14 "no configuration server answers at $server"
  fi
  [ "$(digest_of "$passphrase")" = "$PASSPHRASE_SHA256" ] || refuse 14 "the configuration server refuses the passphrase"
  [ -z "$REGISTRATION_FAILS" ] || refuse 17 "the configuration server does not answer the registration"
  (umask 077 && mkdir -p /usr/local/InMage/private && tr -d '\r\n' <"$passphrase" >/usr/local/InMage/private/connection.passphrase)
  accept "$server"
}

# Results of a modernized registration are 0, 97 or 98.
modernized() {
  [ -r "$source" ] || modernized_failure "the file of -S cannot be read"
  if [ -z "$ADDRESS" ]; then
    say "post request: (7) - Couldn't connect to server"
    modernized_failure "the appliance does not answer"
  fi
  [ "$(digest_of "$source")" = "$CONFIG_SHA256" ] || modernized_failure "the appliance refuses config.json"
  [ -z "$REGISTRATION_FAILS" ] || modernized_failure "the appliance does not answer the registration"
  cp "$source" "$directory/Vx/etc/SourceConfig.json"
  chmod 600 "$directory/Vx/etc/SourceConfig.json"
  accept "$ADDRESS"
}

modernized_failure() {
  write_error ASRMobilityServiceInternalError "$1"
  refuse 97 "$1"
}

digest_of() {
  tr -d '\r\n' <"$1" | sha256sum | cut -d' ' -f1
}

refuse() {
  set_status Failed
  finish "$1" "$2"
}

accept() {
  register "$1" Succeeded
  "$directory/Vx/bin/start" >/dev/null || finish 44 "the services do not start"
  finish 0 "registered with $1"
}

# register SERVER STATUS
register() {
  sed -i "s|^Hostname=.*|Hostname=$1|" "$directory/Vx/etc/drscout.conf"
  set_status "$2"
}

set_status() {
  sed -i "s/^AGENT_CONFIGURATION_STATUS=.*/AGENT_CONFIGURATION_STATUS=$1/" "$directory/.vx_version"
}

main "$@"
