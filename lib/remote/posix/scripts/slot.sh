# shellcheck shell=sh disable=SC2034 # variables for the text that follows this one
# The run slot $MF_BASE/run. It is made ready as run.new and taken by one rename, under the lock. In it:
#   id        job, name and installation of the run      boot    boot id at launch      since  seconds of uptime at launch
#   pid       pid and start time of the supervisor, made by link(2): whoever makes it first decides that the run started, or never will
#   alive     locked by the supervisor while it lives
#   secrets   names of the secret files in work/         log     what the run printed   rc     its exit status and seconds, by rename

# Sets `boot_id`. Old kernels give a shell that reads byte by byte no more than the first.
mf_boot_id() {
  boot_id=
  { read -r boot_id </proc/sys/kernel/random/boot_id; } 2>/dev/null
  [ ${#boot_id} -ge 32 ] || boot_id=$(cat /proc/sys/kernel/random/boot_id 2>/dev/null || echo unknown)
}

# Sets `uptime`, seconds since the machine was started: unlike its clock nobody sets them, and a run never outlives a start.
mf_uptime() {
  read -r uptime _ </proc/uptime && uptime=${uptime%%.*}
}

# Sets `start_time` of a process in ticks since boot; nothing when it is gone, or is only waiting to be reaped.
mf_start_time() {
  start_time=
  { read -r stat <"/proc/$1/stat"; } 2>/dev/null || return 0
  # shellcheck disable=SC2086 # a letter and numbers; the name before them may hold anything, so they are counted from its last bracket
  mf_pick_start ${stat##*) }
}

mf_pick_start() {
  [ "$1" = Z ] || start_time=${20}
}

mf_is_alive() { # SLOT
  { read -r pid start <"$1/pid"; } 2>/dev/null || return 1
  [ -n "$start" ] || return 1
  mf_start_time "$pid"
  [ "$start_time" = "$start" ]
}

mf_remove_slot() {
  { { [ ! -e "$MF_BASE/run.old" ] || rm -rf "$MF_BASE/run.old"; } && mv "$MF_BASE/run" "$MF_BASE/run.old" && rm -rf "$MF_BASE/run.old"; } ||
    mf_fail "cannot empty the run slot $MF_BASE/run"
}

# A slot that was taken, and whose launcher died before the run started, is emptied. Needs the lock: then no launcher is at work.
mf_drop_unstarted() {
  [ -d "$MF_BASE/run" ] || return 0
  [ -e "$MF_BASE/run/pid" ] && return
  echo 'never started' >"$MF_BASE/run/never" && ln "$MF_BASE/run/never" "$MF_BASE/run/pid" 2>/dev/null && mf_remove_slot
  return 0
}

mf_drop_secrets() { # SLOT
  [ -f "$1/secrets" ] || return 0
  while read -r secret; do rm -f "$1/work/$secret"; done <"$1/secrets"
  rm -f "$1/secrets"
}

# Prints what is in the slot. The exit status wins over everything; then a reboot; then the process.
mf_describe() {
  mf_read_slot
  printf '%sstate %s\n%s' "$slot_id" "$slot_state" "$slot_more"
}

# Sets what mf_describe prints, and `slot_job` and `slot_name`.
mf_read_slot() {
  slot=$MF_BASE/run slot_id='' slot_job='' slot_name='' slot_more=''
  mf_read_id "$slot/id"
  if [ -z "$slot_id" ]; then
    slot_state=none
    return
  fi
  mf_is_alive "$slot" && alive=yes || alive=no
  if [ -f "$slot/rc" ]; then
    read -r rc took <"$slot/rc"
    slot_state=ended slot_more="exit $rc$nl${took:+elapsed $took$nl}"
    return
  fi
  mf_boot_id
  began=
  { read -r began <"$slot/boot"; } 2>/dev/null
  if [ "$began" != "$boot_id" ]; then
    slot_state=lost slot_more="reason rebooted$nl"
  elif [ "$alive" = yes ]; then
    read -r since <"$slot/since" && mf_uptime
    slot_state=running slot_more="elapsed $((uptime - since))$nl"
  else
    slot_state=lost slot_more="reason gone$nl"
  fi
}

mf_read_id() { # FILE
  [ -f "$1" ] || return 0
  while read -r key value; do
    slot_id="$slot_id$key $value$nl"
    case $key in job) slot_job=$value ;; name) slot_name=$value ;; esac
  done <"$1"
}

nl='
'
