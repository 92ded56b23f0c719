# shellcheck shell=sh disable=SC2154 # variables that are set by what is put before this text
# What every script of root's folder begins with. MF_BASE is that folder.

# Ends the script with the status of a command that a signal ended: the machine goes down, so it said nothing and the caller looks again.
mf_cut_off() { # STATUS
  [ "$1" -le 128 ] || [ "$1" -gt 192 ] || exit "$1"
}

# Ends the script with a sentence on stderr; the caller sees a failed command.
mf_fail() {
  mf_cut_off $?
  printf '%s\n' "$1" >&2
  exit 1
}

# Ends the script with a state that the caller knows.
mf_answer() {
  printf 'state %s\n' "$1"
  exit 0
}

# Looked at once a connection (MF_OPENED): what is root's alone then stays so.
mf_open_base() {
  [ -z "$MF_OPENED" ] || return 0
  command -v flock >/dev/null 2>&1 || mf_fail "flock is missing on this machine; install util-linux."
  mf_make_dirs
  mf_check_dirs
  echo 'base opened'
}

mf_make_dirs() {
  [ -e "$MF_BASE" ] || [ -L "$MF_BASE" ] || mkdir -m 700 "$MF_BASE" "$MF_BASE/cache" "$MF_BASE/fence" 2>/dev/null
  for folder in "$MF_BASE" "$MF_BASE/cache" "$MF_BASE/fence"; do mf_make_dir "$folder"; done
}

mf_check_dirs() {
  # One look at all of them; only where one is wrong they are looked at one by one, to name it.
  [ "$(mf_owned "$MF_BASE" "$MF_BASE/cache" "$MF_BASE/fence")" = "$MF_BASE
$MF_BASE/cache
$MF_BASE/fence" ] && return
  for folder in "$MF_BASE" "$MF_BASE/cache" "$MF_BASE/fence"; do
    [ -n "$(mf_owned "$folder")" ] || mf_fail "$folder must be a folder that root owns and nobody else may write to. Correct its owner and mode."
  done
  mf_fail "the folders in $MF_BASE cannot be looked at; does find work on this machine?"
}

mf_make_dir() {
  [ -L "$1" ] && mf_fail "$1 is a symbolic link; expected a folder that root owns. Remove it."
  # Another job may make it at the same moment; else the caller reads from mkdir why it failed.
  [ -d "$1" ] || mkdir -m 700 "$1" || [ -d "$1" ] || mf_fail "cannot make the folder $1"
}

# Prints those that are really ours: no links, nobody else's, not writable for others.
mf_owned() {
  find "$@" -prune -type d -user "$mf_uid" ! -perm -0020 ! -perm -0002
}

# Holds the one lock until the script ends; what is started meanwhile must close descriptor 9.
mf_lock() {
  exec 9>"$MF_BASE/lock"
  flock -w 20 9 || mf_answer locked
}

# Refuses a token older than the highest that this installation has shown here; remembers a newer one. Needs the lock.
mf_fence() { # INSTALLATION TOKEN
  seen=
  if [ -f "$MF_BASE/fence/$1" ]; then read -r seen <"$MF_BASE/fence/$1" || :; fi
  case $seen in '' | *[!0-9]*) seen=0 ;; esac
  if [ "$2" -lt "$seen" ]; then
    printf 'seen %s\n' "$seen"
    mf_answer fenced
  fi
  [ "$2" -eq "$seen" ] && return
  { printf '%s\n' "$2" >"$MF_BASE/fence/.new" && mv "$MF_BASE/fence/.new" "$MF_BASE/fence/$1"; } ||
    mf_fail "cannot write the fencing token into $MF_BASE/fence"
}
