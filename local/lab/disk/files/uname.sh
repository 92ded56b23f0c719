#!/bin/sh
# LAB FAKE of uname, present where this machine's own would tell what the lab machine is not: where machines have no host name of their own, and where this
# machine is not x86-64: the Mobility service is for x86-64 alone, so a lab machine says that it is one.
read -r release </proc/sys/kernel/osrelease
asked=$(printf %s "$*" | tr -cd 'asnrvmpio')
case $asked in
'') asked=s ;;
*a*) asked=snrm ;;
esac
told=''
for part in s n r v m p i o; do
  case $asked in
  *"$part"*) ;;
  *) continue ;;
  esac
  case $part in
  s) value=Linux ;;
  n) value=$(hostname) ;;
  r) value=$release ;;
  v) value=$(cat /proc/sys/kernel/version) ;;
  o) value=GNU/Linux ;;
  *) value=x86_64 ;;
  esac
  told="${told:+$told }$value"
done
echo "$told"
