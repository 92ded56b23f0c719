# shellcheck shell=sh disable=SC2154 # variables that are set by what is put before this text
# Turns a whole upload into root's own checked copy. What is checked is the copy, which nobody else can change any more.
mf_stage_finish() { # INSTALLATION TOKEN SHA256 SIZE UPLOAD
  mf_open_base
  mf_lock
  mf_fence "$1" "$2"
  exec 9>&-
  cd -P "$MF_BASE/cache" || mf_fail "cannot enter $MF_BASE/cache"
  exec 8>.lock
  flock -w 60 8 || mf_answer locked
  # Another fleet that uses this machine, too, may have finished the same upload meanwhile.
  if mf_cached "$3" "$3" "$4"; then mf_answer ready; fi
  mf_own_copy "$3" "$4" "$5"
  mf_sha256 "$3.tmp" "$4"
  if [ "$digest" != "$3" ]; then
    rm -f "$3.tmp"
    mf_answer corrupt
  fi
  mv "$3.tmp" "$3" || mf_fail "cannot rename the installer in $MF_BASE/cache"
  mf_prune "$3"
  mf_answer ready
}

# An upload that root made itself is moved, while no writer is left that could change it; any other is copied.
mf_own_copy() { # SHA256 SIZE UPLOAD
  if [ -e "$1.tmp" ] || [ -L "$1.tmp" ]; then rm -f "$1.tmp"; fi
  if [ "$3" = "$PWD/$1.part" ]; then
    exec 7>>"$1.part.lock"
    flock -n 7 || mf_answer locked
    { mv "$1.part" "$1.tmp" && rm -f "$1.part.lock"; } || mf_fail "cannot rename the upload $3"
  else
    mf_read_upload "$3" || mf_fail "root cannot read the upload $3: $unread"
    told=$( (umask 077 && head -c "$2" <"$3" >"$1.tmp") 2>&1) || mf_no_copy "$1" "$3"
  fi
}

# What cannot be read is not a full disk.
mf_no_copy() { # SHA256 UPLOAD
  rm -f "$1.tmp"
  case $told in
    *'No space left'* | *'uota exceeded'*)
      mf_space .
      mf_answer full
      ;;
  esac
  mf_fail "cannot copy the upload $2: $told"
}

# Keeps the three newest files beside this one.
mf_prune() { # SHA256
  count=0
  for name in *; do
    case $name in *[!0-9a-f]*) continue ;; esac
    [ ${#name} -ne 64 ] || count=$((count + 1))
  done
  [ "$count" -gt 4 ] || return 0
  # shellcheck disable=SC2010,SC2012 # names are digests
  ls -t | grep -E '^[0-9a-f]{64}$' | grep -v "^$1\$" | sed '1,3d' | while read -r old; do rm -f "$old"; done
}
mf_stage_finish "$@"
