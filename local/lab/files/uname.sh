#!/bin/sh
# LAB FAKE of uname, present only where this machine is not x86-64: the Mobility service is for x86-64 alone, so a lab machine says that it is one.
read -r release </proc/sys/kernel/osrelease
case ${1:-} in
-m | -p | -i) echo x86_64 ;;
-r) echo "$release" ;;
-n) hostname ;;
-a) echo "Linux $(hostname) $release x86_64 GNU/Linux" ;;
*) echo Linux ;;
esac
