#!/bin/sh
# LAB STAND-IN of find in a simulated machine: what the user here owns is root's.
left=$# previous=''
while [ "$left" -gt 0 ]; do
  word=$1
  shift
  case $previous in -user | -uid) word=$(stat -c %u "$LAB_MACHINE") ;; esac
  previous=$word
  set -- "$@" "$word"
  left=$((left - 1))
done
exec /usr/lib/lab/real/find "$@"
