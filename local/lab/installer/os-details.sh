#!/bin/sh
# LAB INSTALLER - not Microsoft's. Prints the installer tag of this operating system when called with an argument, nothing for an unknown one.
[ $# -gt 0 ] || exit 0
[ "$(uname -m)" = x86_64 ] || exit 0

# read_major FILE: the first number of its first line, into $major.
read_major() {
  read -r line <"$1"
  major=${line#"${line%%[0-9]*}"}
  major=${major%%[!0-9]*}
}

suse() {
  version=$(sed -n 's/^VERSION *= *//p' /etc/SuSE-release)
  patch=$(sed -n 's/^PATCHLEVEL *= *//p' /etc/SuSE-release)
  case $version.$patch in
  11.3 | 11.4) echo "SLES11-SP$patch-64" ;;
  12.*) echo SLES12-64 ;;
  esac
}

if [ -e /etc/oracle-release ]; then
  read_major /etc/oracle-release
  case $major in [6-9] | 10) echo "OL$major-64" ;; esac
elif [ -e /etc/redhat-release ]; then
  grep -Eq '^(Red Hat Enterprise|CentOS|Rocky|AlmaLinux)' /etc/redhat-release || exit 0
  read_major /etc/redhat-release
  case $major in [5-9] | 10) echo "RHEL$major-64" ;; esac
elif [ -e /etc/SuSE-release ]; then
  suse
elif grep -Eq 'SLES|openSUSE Leap' /etc/os-release 2>/dev/null && grep -q '^VERSION="15' /etc/os-release; then
  echo SLES15-64
elif [ -e /etc/lsb-release ]; then
  release=$(sed -n 's/^DISTRIB_RELEASE=//p' /etc/lsb-release)
  case $release in 14.04 | 16.04 | 18.04 | 20.04 | 22.04 | 24.04) echo "UBUNTU-$release-64" ;; esac
elif [ -e /etc/debian_version ]; then
  read_major /etc/debian_version
  case $major in [7-9] | 1[0-2]) echo "DEBIAN$major-64" ;; esac
fi
exit 0
