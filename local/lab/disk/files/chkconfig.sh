#!/bin/sh
# LAB FAKE of chkconfig: a service is enabled when it has a file in /etc/lab/enabled.
enabled=/etc/lab/enabled
case $1 in
--add) mkdir -p "$enabled" && : >"$enabled/$2" ;;
--del) rm -f "$enabled/$2" ;;
--list | '') for file in "$enabled"/*; do [ ! -e "$file" ] || echo "$(basename "$file") 0:off 1:off 2:on 3:on 4:on 5:on 6:off"; done ;;
*) case $2 in
  on) mkdir -p "$enabled" && : >"$enabled/$1" ;;
  off) rm -f "$enabled/$1" ;;
  *) [ -e "$enabled/$1" ] ;;
  esac ;;
esac
