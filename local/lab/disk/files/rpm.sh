#!/bin/sh
# LAB FAKE of rpm: knows the packages whose names are files in /etc/lab/packages.
packages=/etc/lab/packages
case $1 in
-qa) ls "$packages" 2>/dev/null ;;
-q) if [ -e "$packages/$2" ]; then echo "$2"; else echo "package $2 is not installed"; exit 1; fi ;;
--version) echo "RPM version 4 (lab fake)" ;;
*) echo "rpm (lab fake): only -q, -qa and --version" >&2; exit 1 ;;
esac
