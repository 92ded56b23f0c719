#!/bin/sh
# start.sh FOLDER: starts the services of a simulated machine and becomes its first process. Its input ends when the lab's process does, however that ends.
folder=$1
trap 'exit 0' TERM
exec 3<&0 </dev/null
rm -rf "${LAB_MACHINE:?}/run"
mkdir -p "$LAB_MACHINE/run" "$LAB_MACHINE/dev" "$LAB_MACHINE/proc/sys/kernel/random"
cp "$folder/boot_id" "$LAB_MACHINE/proc/sys/kernel/random/boot_id"
/bin/sh "$LAB_MACHINE/usr/lib/lab/boot.sh" "$$" 3<&-
echo "$$" >"$folder/init.pid.new"
mv "$folder/init.pid.new" "$folder/init.pid"
cat <&3 >/dev/null &
wait "$!"
for environment in /proc/[0-9]*/environ; do
  pid=${environment#/proc/}
  pid=${pid%/environ}
  [ "$pid" = "$$" ] || ! grep -qs "LAB_MACHINE=$LAB_MACHINE" "$environment" || kill -9 "$pid" 2>/dev/null
done
