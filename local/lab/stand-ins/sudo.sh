#!/bin/sh
# LAB STAND-IN of sudo, for accounts that are root by another name. It asks and answers as sudo does; /etc/lab/sudo has the rule and the password's digest.
read -r rule digest </etc/lab/sudo || exit 1
name=${LOGNAME:-$(id -un)} asks=yes from_stdin='' prompt="[sudo] password for $name: "
while getopts nkKSHEp:u:g: option; do
  case $option in
  n) asks='' ;;
  S) from_stdin=yes ;;
  p) prompt=$OPTARG ;;
  k | K | H | E | u | g) ;;
  *) echo "sudo (lab stand-in): -n, -k, -S, -p, -u, -H, -E and a command" >&2; exit 1 ;;
  esac
done
shift $((OPTIND - 1))
[ $# -gt 0 ] || exit 0

prove_password() {
  [ -n "$asks" ] || { echo "sudo: a password is required" >&2; exit 1; }
  [ -n "$from_stdin" ] || { echo "sudo: a terminal is required to read the password; either use the -S option to read from standard input or configure an askpass helper" >&2; exit 1; }
  for tries in 1 2 3; do
    printf %s "$prompt" >&2
    IFS= read -r given || { echo "sudo: no password was provided" >&2; exit 1; }
    [ "$(printf %s "$given" | sha256sum | cut -d' ' -f1)" != "$digest" ] || return 0
    [ "$tries" = 3 ] || echo "Sorry, try again." >&2
  done
  echo "sudo: 3 incorrect password attempts" >&2
  exit 1
}

case $rule in
nopasswd) ;;
password) prove_password ;;
*) echo "$name is not in the sudoers file." >&2; exit 1 ;;
esac
LAB_USER=root HOME=/root USER=root LOGNAME=root SUDO_USER=$name
export LAB_USER HOME USER LOGNAME SUDO_USER
exec "$@"
