# shellcheck shell=sh
# Is the file in root's cache, and right? A wrong one is removed.
mf_stage_look() { # INSTALLATION TOKEN SHA256
  mf_open_base
  mf_lock
  mf_fence "$1" "$2"
  exec 9>&-
  file=$MF_BASE/cache/$3
  if [ -f "$file" ] && [ ! -L "$file" ]; then
    [ "$(mf_sha256 "$file")" = "$3" ] && mf_answer ready
    rm -f "$file"
  fi
  mf_space "$MF_BASE/cache"
  mf_answer absent
}
mf_stage_look "$@"
