#!/bin/sh
# in-layers.sh LAYERS UPPER COMMAND [ARGUMENT...]
# Runs in namespaces of its own: a command as root over layers; what it changes lands in UPPER.
set -eu
layers=$1 upper=$2
shift 2
mkdir -p "$upper.work" "$upper.root"
mount -t overlay -o "lowerdir=$layers,upperdir=$upper,workdir=$upper.work" overlay "$upper.root"
root=$upper.root
mount -t proc proc "$root/proc"
mount -t tmpfs -o mode=755 tmpfs "$root/dev"
cp -a /dev/null /dev/zero /dev/full /dev/random /dev/urandom /dev/tty "$root/dev"
mkdir -m 1777 "$root/dev/shm"
ln -s /proc/self/fd "$root/dev/fd"
mount -t tmpfs -o mode=755 tmpfs "$root/run"
mount -t tmpfs -o mode=1777 tmpfs "$root/tmp"
exec chroot "$root" env -i HOME=/root PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive \
  WINEPREFIX=/windows WINEDEBUG=-all WINEDLLOVERRIDES=mshtml= "$@"
