# shellcheck shell=sh disable=SC2154 # variables that are set by what is put before this text
# Is the file in root's cache, and right? A wrong one is removed. What follows the first four arguments is for upload-look.sh, when root looks
# at its own upload in the same go.
mf_stage_look() { # INSTALLATION TOKEN SHA256 SIZE
  mf_open_base
  mf_lock
  mf_fence "$1" "$2"
  exec 9>&-
  if mf_cached "$MF_BASE/cache/$3" "$3" "$4"; then mf_answer ready; fi
}
mf_stage_look "$1" "$2" "$3" "$4"
shift 4
if [ $# -eq 0 ]; then
  mf_space "$MF_BASE/cache"
  mf_answer absent
fi
