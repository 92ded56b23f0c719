# shellcheck shell=sh
# Empties the run slot when this run is in it and is over.
mf_clear() { # INSTALLATION TOKEN JOB NAME
  mf_open_base
  mf_lock
  mf_fence "$1" "$2"
  mf_drop_unstarted
  seen=$(mf_describe)
  [ "$(printf '%s\n' "$seen" | sed -n 's/^job //p')" = "$3" ] || mf_answer other
  [ "$(printf '%s\n' "$seen" | sed -n 's/^name //p')" = "$4" ] || mf_answer other
  case $seen in *'state running'*) mf_answer running ;; esac
  mf_remove_slot
  mf_answer cleared
}
mf_clear "$@"
