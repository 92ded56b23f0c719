# shellcheck shell=sh
# Tells what is in the run slot. Secrets of a run that was lost are removed here: its supervisor could not.
mf_look() {
  if [ -d "$MF_BASE/run" ] && [ ! -e "$MF_BASE/run/pid" ]; then
    mf_lock
    mf_drop_unstarted
  fi
  seen=$(mf_describe)
  case $seen in
    *'state lost'*)
      if [ -f "$MF_BASE/run/secrets" ]; then
        mf_lock
        seen=$(mf_describe)
        case $seen in *'state lost'*) mf_drop_secrets "$MF_BASE/run" ;; esac
      fi
      ;;
  esac
  printf '%s\n' "$seen"
}
mf_look
