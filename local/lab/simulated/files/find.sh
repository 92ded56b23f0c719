#!/bin/sh
# LAB STAND-IN of find in a simulated machine: what the user here owns is root's, and so is what root owns.
left=$#
while [ "$left" -gt 0 ]; do
  word=$1
  shift
  case $word in
  -user | -uid)
    shift
    left=$((left - 1))
    set -- "$@" '(' -user 0 -o -user "$(stat -c %u "$LAB_MACHINE")" ')'
    ;;
  *) set -- "$@" "$word" ;;
  esac
  left=$((left - 1))
done
exec /usr/lib/lab/real/find "$@"
