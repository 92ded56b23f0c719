# shellcheck shell=sh
# What every script of root's folder begins with. MF_BASE is that folder.

# Ends the script with a sentence on stderr; the caller sees a failed command.
mf_fail() {
  printf '%s\n' "$1" >&2
  exit 1
}

# Ends the script with a state that the caller knows.
mf_answer() {
  printf 'state %s\n' "$1"
  exit 0
}

# A folder that is really ours: no link, nobody else's, not writable for others.
mf_own_dir() {
  [ -L "$1" ] && mf_fail "$1 is a symbolic link; expected a folder that root owns. Remove it."
  # Another job may make it at the same moment.
  [ -d "$1" ] || mkdir -m 700 "$1" 2>/dev/null || [ -d "$1" ] || mf_fail "cannot make the folder $1"
  [ -n "$(find "$1" -prune -type d -user "$(id -u)" ! -perm -0020 ! -perm -0002)" ] ||
    mf_fail "$1 must be a folder that root owns and nobody else may write to. Correct its owner and mode."
}

mf_open_base() {
  mf_own_dir "$MF_BASE"
  mf_own_dir "$MF_BASE/cache"
  mf_own_dir "$MF_BASE/fence"
  command -v flock >/dev/null 2>&1 || mf_fail "flock is missing on this machine; install util-linux."
}

# Holds the one lock until the script ends; what is started meanwhile must close descriptor 9.
mf_lock() {
  exec 9>"$MF_BASE/lock"
  flock -w 20 9 || mf_answer locked
}

# Refuses a token older than the highest that this installation has shown here; remembers a newer one. Needs the lock.
mf_fence() { # INSTALLATION TOKEN
  seen=$(cat "$MF_BASE/fence/$1" 2>/dev/null)
  case $seen in '' | *[!0-9]*) seen=0 ;; esac
  if [ "$2" -lt "$seen" ]; then
    printf 'seen %s\n' "$seen"
    mf_answer fenced
  fi
  [ "$2" -eq "$seen" ] && return
  { printf '%s\n' "$2" >"$MF_BASE/fence/.new" && mv "$MF_BASE/fence/.new" "$MF_BASE/fence/$1"; } ||
    mf_fail "cannot write the fencing token into $MF_BASE/fence"
}
