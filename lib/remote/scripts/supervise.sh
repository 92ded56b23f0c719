#!/bin/sh
# Runs detached in the run slot (its working folder) from the start of a run to its exit status. Arguments are those of the script.
start=$(sed 's/.*) //' "/proc/$$/stat" | cut -d' ' -f20)
printf '%s %s\n' "$$" "$start" >pid.new || exit 1
# Fails when somebody decided meanwhile that this run never starts: then it must not.
ln pid.new pid 2>/dev/null || exit 1
rm -f pid.new
# The launcher waits until its pipe is closed.
exec >/dev/null
# A polite signal to the whole group must not keep the exit status from being written. (Handlers, unlike ignored signals, are not inherited.)
trap : HUP INT TERM
(cd work && exec /bin/sh ../script "$@") >log 2>&1 </dev/null
rc=$?
if [ -f secrets ]; then
  while read -r secret; do rm -f "work/$secret"; done <secrets
  rm -f secrets
fi
echo "$rc" >rc.new && mv rc.new rc
