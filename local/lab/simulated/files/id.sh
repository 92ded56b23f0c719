#!/bin/sh
# LAB STAND-IN of id in a simulated machine: root, or the account that logged in.
name=${LAB_USER:-root} number=1000
[ "$name" != root ] || number=0
case "$*" in
-u | -g | -G) echo "$number" ;;
-un | -nu | -gn | -ng | -Gn | "-u -n" | "-g -n") echo "$name" ;;
*) echo "uid=$number($name) gid=$number($name) groups=$number($name)" ;;
esac
