#!/bin/sh
# start-box.sh FOLDER BASE HOST-NAME ISOLATION FILE-SYSTEM INIT [ARGUMENT...]
# Runs inside the new namespaces (or, with ISOLATION chroot, in none): mounts the machine's file system, starts its services, becomes its first process.
# Every mount lies in the machine's own mount namespace and ends with it.
set -eu
folder=$1 base=$2 name=$3 isolation=$4 files=$5
shift 5
# /proc is still the one of the outside, so the first field is this process as the outside sees it.
read -r outside _ </proc/self/stat
inside=$outside
root=$folder/disk/root
if [ "$isolation" != chroot ]; then
  inside=1
  hostname "$name"
fi
if [ "$files" = overlay ]; then
  options=lowerdir=$base,upperdir=$folder/disk/root,workdir=$folder/disk/work
  [ "$isolation" = namespaces ] || options=$options,userxattr
  root=$folder/root
  mount -t overlay -o "$options" overlay "$root"
fi
if [ "$isolation" != chroot ]; then
  mount -t proc proc "$root/proc"
  mount --bind "$folder/boot_id" "$root/proc/sys/kernel/random/boot_id"
  mount -t tmpfs -o mode=755 tmpfs "$root/run"
  mount -t tmpfs -o mode=755 tmpfs "$root/dev"
  if [ "$isolation" = namespaces ]; then
    cp -a /dev/null /dev/zero /dev/full /dev/random /dev/urandom /dev/tty "$root/dev"
  else
    for device in null zero full random urandom tty; do
      : >"$root/dev/$device"
      mount --bind "/dev/$device" "$root/dev/$device"
    done
  fi
  mkdir -m 755 "$root/dev/pts"
  mkdir -m 1777 "$root/dev/shm"
  mount -t devpts -o newinstance,ptmxmode=0666 devpts "$root/dev/pts"
  ln -s pts/ptmx "$root/dev/ptmx"
  ln -s /proc/self/fd "$root/dev/fd"
else
  rm -rf "$root/run"
  mkdir -p "$root/run" "$root/dev" "$root/proc/sys/kernel/random" "$root/proc/self"
  for device in null:3 zero:5 random:8 urandom:9; do
    [ -e "$root/dev/${device%:*}" ] || mknod -m 666 "$root/dev/${device%:*}" c 1 "${device#*:}"
  done
  cp "$folder/boot_id" "$root/proc/sys/kernel/random/boot_id"
  cp /proc/sys/kernel/osrelease "$root/proc/sys/kernel/osrelease"
  echo '1 0 8:1 / / rw - ext4 /dev/sda1 rw' >"$root/proc/self/mountinfo"
fi
PATH=/usr/sbin:/usr/bin:/sbin:/bin
export PATH
chroot "$root" /bin/sh /usr/lib/lab/boot.sh "$inside"
echo "$outside" >"$folder/init.pid.new"
mv "$folder/init.pid.new" "$folder/init.pid"
exec chroot "$root" "$@"
