# shellcheck shell=sh disable=SC2154 # variables that are set by what is put before this text
# Takes the run slot and starts MF_SCRIPT in it under MF_SUPERVISE; tells what is in the slot afterwards.
# MF_CACHED is the digest of a file that the run needs, MF_CACHED_SIZE its bytes. MF_SECRET_NAMES are the names of the secret files, MF_SECRET_1 … their contents.
mf_launch() { # INSTALLATION TOKEN JOB NAME ARGUMENTS…
  mf_open_base
  mf_lock
  mf_fence "$1" "$2"
  mf_drop_unstarted
  if [ ! -d "$MF_BASE/run" ]; then
    [ -z "$MF_CACHED" ] || mf_cached "$MF_BASE/cache/$MF_CACHED" "$MF_CACHED" "$MF_CACHED_SIZE" || mf_answer absent
    mf_prepare "$1" "$3" "$4" || mf_fail "cannot write into $MF_BASE; is the disk full?"
    mv "$MF_BASE/run.new" "$MF_BASE/run" || mf_fail "cannot take the run slot $MF_BASE/run"
    shift 4
    mf_start "$@"
    mf_drop_unstarted
    [ -d "$MF_BASE/run" ] || mf_fail "the run did not start; is setsid there, and the process limit not reached?"
  fi
  mf_describe
}

mf_prepare() { # INSTALLATION JOB NAME
  new=$MF_BASE/run.new
  { [ ! -e "$new" ] || rm -rf "$new"; } && mkdir -m 700 "$new" "$new/work" && : >"$new/log" &&
    printf 'job %s\nname %s\ninstallation %s\n' "$2" "$3" "$1" >"$new/id" &&
    mf_boot_id && printf '%s\n' "$boot_id" >"$new/boot" && mf_uptime && printf '%s\n' "$uptime" >"$new/since" &&
    printf '%s\n' "$MF_SCRIPT" >"$new/script" && printf '%s\n' "$MF_SUPERVISE" >"$new/supervise" &&
    { [ -z "$MF_SECRET_NAMES" ] || mf_write_secrets "$new"; }
}

mf_write_secrets() ( # SLOT
  umask 077
  i=0
  for name in $MF_SECRET_NAMES; do
    i=$((i + 1))
    echo "$name" >>"$1/secrets" && eval "printf '%s' \"\$MF_SECRET_$i\"" >"$1/work/$name" || exit 1
  done
)

# Returns when the supervisor has taken over, or could not: it holds the other end of this pipe until then.
mf_start() {
  cd "$MF_BASE/run" || mf_fail "cannot enter $MF_BASE/run"
  MF_RUN=$MF_BASE/run/work
  export MF_RUN
  # shellcheck disable=SC2034 # nothing is printed; only the end of the pipe matters
  started=$(setsid /bin/sh ./supervise "$@" </dev/null 2>/dev/null 9>&- &)
  cd /
}
mf_launch "$@"
