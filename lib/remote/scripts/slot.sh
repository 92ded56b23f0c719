# shellcheck shell=sh
# The run slot $MF_BASE/run. It is made ready as run.new and taken by one rename, under the lock. In it:
#   id        job, name and installation of the run      boot    boot id at launch      since  seconds since 1970 at launch
#   pid       pid and start time of the supervisor, made by link(2): whoever makes it first decides that the run started, or never will
#   secrets   names of the secret files in work/         log     what the run printed   rc     its exit status, by rename

mf_boot_id() {
  cat /proc/sys/kernel/random/boot_id 2>/dev/null || echo unknown
}

# Start time of a process in ticks since boot; nothing when it is gone, or is only waiting to be reaped.
mf_start_time() {
  sed -e 's/.*) //' -e '/^Z/d' "/proc/$1/stat" 2>/dev/null | cut -d' ' -f20
}

mf_is_alive() { # SLOT
  read -r pid start 2>/dev/null <"$1/pid" || return 1
  [ -n "$start" ] && [ "$(mf_start_time "$pid")" = "$start" ]
}

mf_remove_slot() {
  { rm -rf "$MF_BASE/run.old" && mv "$MF_BASE/run" "$MF_BASE/run.old" && rm -rf "$MF_BASE/run.old"; } ||
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
  slot=$MF_BASE/run
  id=$(cat "$slot/id" 2>/dev/null) || {
    echo 'state none'
    return
  }
  printf '%s\n' "$id"
  mf_is_alive "$slot" && alive=yes || alive=no
  if [ -f "$slot/rc" ]; then
    printf 'state ended\nexit %s\n' "$(cat "$slot/rc")"
  elif [ "$(cat "$slot/boot")" != "$(mf_boot_id)" ]; then
    printf 'state lost\nreason rebooted\n'
  elif [ "$alive" = yes ]; then
    printf 'state running\nelapsed %s\n' "$(($(date +%s) - $(cat "$slot/since")))"
  else
    printf 'state lost\nreason gone\n'
  fi
}
