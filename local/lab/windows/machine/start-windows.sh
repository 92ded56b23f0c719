#!/bin/sh
# start-windows.sh FOLDER LAYERS HOST-NAME COMMAND [ARGUMENT...]
# Runs inside new namespaces: mounts the machine's file system over the layers and becomes its first process. Every mount ends with the namespace.
set -eu
folder=$1 layers=$2 name=$3
shift 3
# /proc is still the one of the outside, so the first field is this process as the outside sees it.
read -r outside _ </proc/self/stat
hostname "$name"
root=$folder/root
mount -t overlay -o "lowerdir=$layers,upperdir=$folder/disk/root,workdir=$folder/disk/work" overlay "$root"
mount -t proc proc "$root/proc"
mount -t tmpfs -o mode=755 tmpfs "$root/run"
mount -t tmpfs -o mode=1777 tmpfs "$root/tmp"
mount -t tmpfs -o mode=755 tmpfs "$root/dev"
cp -a /dev/null /dev/zero /dev/full /dev/random /dev/urandom /dev/tty "$root/dev"
mkdir -m 1777 "$root/dev/shm"
ln -s /proc/self/fd "$root/dev/fd"
# sftp shows Windows' drive as Windows' sshd does.
mkdir -p "$root/C:"
mount --bind "$root/windows/drive_c" "$root/C:"
echo "$outside" >"$folder/init.pid.new"
mv "$folder/init.pid.new" "$folder/init.pid"
exec chroot "$root" "$@"
