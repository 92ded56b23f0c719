# shellcheck shell=sh
# As the login user: how much of the upload is there, and may we go on with it? An upload that does not grow is one whose
# connection is dead, though its machine has not noticed; its writer is ended, so that two never write at once.
mf_upload_look() { # FOLDER FILE SIZE; a relative folder is in the home folder
  home=${HOME-}
  # Where that is none, the login began in the right one.
  case $home in /*) cd "$home" 2>/dev/null || cd / || exit 1 ;; esac
  umask 077
  { { [ -d "$1" ] || mkdir -p "$1"; } && cd -P "$1"; } || mf_fail "cannot make the folder $1 in $PWD (the home folder of the account is '$home')"
  mf_remove_old "$2"
  # In a shell of its own, which alone ends where that fails.
  (: >>"$2" && : >>"$2.lock") || mf_fail "the account cannot write into $PWD; give that folder back to it, or remove it"
  exec 8>>"$2.lock"
  if ! flock -n 8; then
    mf_size "$2"
    flock -w 3 8 || mf_end_stuck_writer "$2" "$size"
  fi
  mf_size "$2"
  if [ "$size" -gt "$3" ]; then
    : >"$2"
    size=0
  fi
  printf 'folder %s\nsize %s\n' "$PWD" "$size"
  mf_space .
  mf_answer free
}

# Uploads that nobody went on with for a week.
mf_remove_old() { # FILE
  for part in *.part*; do
    case $part in "$1" | "$1.lock" | '*.part*') continue ;; esac
    find . -name '*.part*' -type f -mtime +7 -exec rm -f {} + 2>/dev/null
    return
  done
}

# Sets `size` to the size of a file.
mf_size() {
  size=0
  [ ! -s "$1" ] || size=$(($(wc -c <"$1")))
}

mf_end_stuck_writer() { # FILE SIZE-BEFORE
  mf_size "$1"
  if [ "$size" != "$2" ]; then
    printf 'size %s\n' "$size"
    mf_answer busy
  fi
  writer=$(cat "$1.lock")
  # Only the process that has this very file open; a number may have passed on to another.
  # shellcheck disable=SC2010 # the links are numbers and paths of /proc
  case $writer in '' | *[!0-9]*) ;; *) ls -l "/proc/$writer/fd" 2>/dev/null | grep -q "/$1\$" && kill -9 "$writer" ;; esac
  flock -w 5 8 || mf_answer busy
}
mf_upload_look "$@"
