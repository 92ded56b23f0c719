#!/bin/sh
# Runs detached in the run slot (its working folder) from the start of a run to its exit status. Arguments are those of the script.
tell_start() {
  printf '%s %s\n' "$$" "${20}"
}
read -r stat <"/proc/$$/stat"
# shellcheck disable=SC2086 # a letter and numbers
tell_start ${stat##*) } >pid.new || exit 1
# Fails when somebody decided meanwhile that this run never starts: then it must not.
ln pid.new pid 2>/dev/null || exit 1
# A polite signal to the whole group must not keep the exit status from being written. (Handlers, unlike ignored signals, are not inherited.)
told_to_end=
trap 'told_to_end=yes' HUP INT TERM
# Held as long as this lives: who looks may wait for it.
exec 8>alive
flock -n 8
# The launcher waits until its pipe is closed.
exec >/dev/null
# Room for the exit status and how long it took, which are written in place: they must not be lost when the disk is full by then.
echo '               ' >rc.new
(cd work && exec /bin/sh ../script "$@") >log 2>&1 </dev/null 8>&-
rc=$?
if [ -f secrets ]; then
  while read -r secret; do rm -f "work/$secret"; done <secrets
  rm -f secrets
fi
# That very signal ended the script, too: the machine goes down, or somebody ended all of it. That is no exit status of a program.
case $told_to_end$rc in yes129 | yes130 | yes143) exit 1 ;; esac
# In a shell of its own, which alone ends when one of the two is no number.
# shellcheck disable=SC2094 # nothing is written
took=$(read -r since <since && read -r uptime _ </proc/uptime && echo $((${uptime%%.*} - since))) 2>/dev/null
printf '%-15s\n' "$rc $took" 1<>rc.new && mv rc.new rc
