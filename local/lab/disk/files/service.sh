#!/bin/sh
# LAB FAKE of service: runs the script in /etc/init.d.
[ $# -ge 2 ] || { echo "Usage: service NAME COMMAND" >&2; exit 1; }
[ -x "/etc/init.d/$1" ] || { echo "$1: unrecognized service" >&2; exit 1; }
name=$1
shift
exec "/etc/init.d/$name" "$@"
