#!/bin/sh
# Installs, updates and registers the Mobility service on this Linux machine, whatever its distribution. Run it as root:
#   sh install.sh [--secret-file FILE] [--no-register] [--restart-code N]
# It may run again and again: what is there already is left as it is. README.md says what each exit code means.
# MF_PACKAGE_LOG: where it writes its log, /var/log/mobility-service-package.log unless told.
# shellcheck disable=SC2154 # what lib/common.sh sets
here=$(cd "$(dirname "$0")" && pwd) || exit 1
# shellcheck source=/dev/null
. "$here/lib/common.sh"
# shellcheck source=/dev/null
. "$here/lib/sha256.sh"

main() {
  secret=/root/$(conf SECRET_FILE) register=yes restart_code=0 restart=
  parse "$@"
  must_be_root
  refuse_open_package
  make_work
  say "deployment package of $(conf MADE), for $(conf GENERATION) server $(conf SERVER)"
  look
  find_row
  [ -n "$tag" ] || leave 232 "this operating system is not supported: $(lines os-release | sed -n 's/^PRETTY_NAME=//p') $(lines redhat-release) on $(lines architecture)"
  [ -n "$wanted" ] || leave 232 "the package has no installer for $tag; it has $(cut -f 1 "$here/installers.tsv" | tr '\n' ' ')"
  refuse_what_is_there
  if [ -n "$register" ] && ! is_registered; then check_secret; fi
  if needs_installer; then install_agent; fi
  if [ -n "$register" ] && ! is_registered; then register_agent; fi
  registered=registered
  is_registered || registered="not registered yet"
  if [ -n "$restart" ]; then
    say "a restart is recommended: until then the old filter driver stays loaded"
    leave "$restart_code" "the Mobility service has $version and is $registered"
  fi
  leave 0 "the Mobility service has $version and is $registered"
}

parse() {
  while [ $# -gt 0 ]; do
    case $1 in
    --secret-file)
      [ $# -ge 2 ] || usage
      secret=$2
      shift
      ;;
    --no-register) register= ;;
    --restart-code)
      case ${2:-} in '' | *[!0-9]* | ????*) usage ;; esac
      restart_code=$2
      shift
      ;;
    *) usage ;;
    esac
    shift
  done
}
usage() {
  echo "exit 230: expected [--secret-file FILE] [--no-register] [--restart-code N]; see README.md" >&2
  exit 230
}

# What an installer would break, or leave half done.
refuse_what_is_there() {
  refuse_busy
  [ -n "$agent" ] || return 0
  if [ -z "$version" ] || [ -z "$agent_dir" ]; then leave 242 "the Mobility service is damaged: its version file or its folder cannot be read; remove it and install anew"; fi
  type=$(lines config | sed -n 's/^[[:space:]]*CSType[[:space:]]*=[[:space:]]*//p' | tr -d '"\r ' | head -n 1)
  if [ -z "$type" ] && [ -n "$(lines config)" ]; then type=CSLegacy; fi # from before there were generations
  [ -z "$type" ] || [ "$type" = "$(conf CS_TYPE)" ] ||
    leave 241 "the agent belongs to $type, the package is for $(conf CS_TYPE), which the installer refuses with 97; nothing was changed. Remove the agent, restart, and run this again"
  refuse_kind
  if [ -n "$configured" ] && [ "$(conf GENERATION)" = Classic ] && [ "$server" != "$(conf SERVER)" ]; then
    leave 237 "the agent is registered with $server, the package is for $(conf SERVER); nothing was changed"
  fi
}

# What the vendor's installer refuses to update, by the code that it would end with. What is newer stays as it is.
refuse_kind() {
  if is_at "$version" "$wanted" || [ "$(compare "$version" "$wanted")" = 1 ]; then return 0; fi
  platform=$(lines version-file | sed -n 's/^VM_PLATFORM=//p' | tr -d '"\r ' | head -n 1)
  case $platform in
  [Aa]zure) leave 76 "the agent was installed for the platform Azure, which cannot change; leave it, or remove it, restart, and run this again" ;;
  esac
  case $(lines config | sed -n 's/^[[:space:]]*Role[[:space:]]*=[[:space:]]*//p' | tr -d '"\r ' | head -n 1) in
  [Mm]aster[Tt]arget | MT) leave 75 "the agent is a master target, which is updated with its servers; nothing was changed" ;;
  esac
  if [ "$(lines asset-tag)" = 7783-7084-3265-9085-8269-3286-77 ] && [ "$(compare "$version" 9.20)" = -1 ] && [ "$(compare "$wanted" 9.20)" != -1 ]; then
    leave 11 "version $version was installed for VMware on a machine of Azure, from which no installer from 9.20 on updates; remove it, restart, and run this again"
  fi
}

# Root's own file that nobody else can read, or the secret is everybody's on this machine already.
check_secret() {
  if [ ! -s "$secret" ] || [ ! -f "$secret" ]; then
    leave 235 "$secret is not there or empty. Put the $(conf SECRET_NAME) into it, or use --no-register; see README.md"
  fi
  # shellcheck disable=SC2012,SC2046 # of one file, whose name comes last
  set -- $(ls -ldnL "$secret")
  case $1/$3 in
  -??[-x]------*/0) ;;
  *) leave 235 "$secret ($1, user $3) must be root's and closed to others: chown root $secret; chmod 600 $secret" ;;
  esac
}

needs_installer() {
  [ -n "$agent" ] || return 0
  if is_at "$version" "$wanted"; then
    say "version $version is installed already"
    return 1
  fi
  if [ "$(compare "$version" "$wanted")" = 1 ]; then
    say "version $version is installed, newer than the package's $wanted; it stays"
    return 1
  fi
  [ "$(compare "$version" "$oldest")" -ge 0 ] ||
    leave 240 "version $version is more than four releases older than $wanted; go by a version in between, the oldest from which $wanted can be installed is $oldest"
}

install_agent() {
  get_installer
  arguments=$(conf INSTALL_ARGUMENTS)
  [ -z "$agent" ] || arguments=$(conf UPGRADE_ARGUMENTS)
  say "installing $wanted from $file over ${version:-nothing}; its output is in $log"
  before=$agent
  # shellcheck disable=SC2086 # several words
  MF_RUN=$work sh "$here/lib/install-agent.sh" "$work/$file" $arguments >>"$log" 2>&1
  code=$?
  rm -f "$work/$file"
  case " $(conf SUCCESS_CODES) " in
  *" $code "*) ;;
  *)
    tail -n 15 "$log"
    leave "$code" "the installer failed with $code; see README.md for the code and $log for what it said"
    ;;
  esac
  # The code proves nothing: 0 is also the end of a printed help, 98 also that of a missing role. The machine tells.
  look
  is_at "$version" "$wanted" || leave 236 "the installer ended with $code, which claims success, but the machine has ${version:-no Mobility service}"
  wait_until_healthy || leave 243 "version $version is installed, but its services do not run or its driver is not loaded"
  case $before$code in 0 | 12) ;; *) restart=yes ;; esac
}

# Services may need some seconds after the installer has ended.
wait_until_healthy() {
  for pause in 1 1 1 1 1 1 1; do
    if is_healthy; then return 0; fi
    sleep "$pause"
    look
  done
  is_healthy
}

# The copy in root's own folder is the one that is checked and used.
get_installer() {
  if [ -f "$here/installers/$file" ]; then
    cp "$here/installers/$file" "$work/$file" || leave 220 "the installer cannot be copied to $work"
  elif [ "$url" = - ]; then
    leave 233 "$here/installers/$file is not there; copy it from the package again"
  else
    download || leave 233 "$file could not be fetched. Its link ends at $(conf LINKS_END) and it is $(date -u '+%Y-%m-%dT%H:%M:%SZ'); make a new package, or put the file into $here/installers"
  fi
  mf_sha256 "$work/$file"
  [ "$digest" = "$sha256" ] || leave 234 "$file is not the file that the package was made for: SHA-256 $digest, expected $sha256; nothing was run"
}

# The link lets whoever has it read the file, so it goes to the program by its input, not by its command line.
download() {
  say "fetching $file"
  if command -v curl >/dev/null 2>&1; then
    printf 'url = "%s"\n' "$url" | curl -fsS --retry 3 -K - -o "$work/$file" 2>>"$log"
  elif command -v wget >/dev/null 2>&1; then
    printf '%s\n' "$url" | wget -q -i - -O "$work/$file" 2>>"$log"
  else
    say "neither curl nor wget is there"
    return 1
  fi
}

register_agent() {
  say "registering with $(conf SERVER)"
  cat "$secret" >"$work/$(conf SECRET_FILE)" || leave 235 "$secret cannot be read"
  # shellcheck disable=SC2046 # several words
  MF_RUN=$work sh "$here/lib/register-agent.sh" "$agent_dir/bin/UnifiedAgentConfigurator.sh" "$(conf SECRET_SWITCH)" "$(conf SECRET_FILE)" $(conf REGISTER_ARGUMENTS) >>"$log" 2>&1
  code=$?
  rm -f "$work/$(conf SECRET_FILE)"
  look
  if is_registered; then return 0; fi
  tail -n 15 "$log"
  case $code in
  0 | 98) leave 238 "the configurator ended with $code, which claims success, but the agent does not say that it is registered" ;;
  *) leave "$code" "the registration failed with $code; version $version is installed. See README.md for the code and $log for what was said" ;;
  esac
}

main "$@"
