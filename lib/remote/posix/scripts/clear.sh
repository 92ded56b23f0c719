# shellcheck shell=sh disable=SC2154 # variables that are set by what is put before this text
# Empties the run slot when this run is in it and is over.
mf_clear() { # INSTALLATION TOKEN JOB NAME
  mf_open_base
  mf_lock
  mf_fence "$1" "$2"
  mf_drop_unstarted
  mf_read_slot
  [ "$slot_job/$slot_name" = "$3/$4" ] || mf_answer other
  [ "$slot_state" != running ] || mf_answer running
  mf_remove_slot
  mf_answer cleared
}
mf_clear "$@"
