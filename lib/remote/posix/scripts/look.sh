# shellcheck shell=sh
# Tells what is in the run slot. Secrets of a run that was lost are removed here: its supervisor could not.
# With OFFSET and BYTES also what the run printed from that byte on: `log-from`, `log-next`, `log-size`, then a line `log` and the text.
# With SECONDS it waits until the run is over, so long at the most.
mf_look() { # [OFFSET BYTES [SECONDS]]
  if [ "${3:-0}" -gt 0 ] && [ -f "$MF_BASE/run/alive" ]; then flock -s -w "$3" 8 8<"$MF_BASE/run/alive" 2>/dev/null; fi
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
  [ -z "${1-}" ] || mf_log "$1" "$2"
}

# Whole lines alone while there is more to come, so that no secret is shown in halves.
mf_log() { # OFFSET BYTES
  [ -f "$MF_BASE/run/log" ] || return 0
  size=$(($(wc -c <"$MF_BASE/run/log")))
  from=$1
  [ "$from" -le "$size" ] || from=0 # the log was cut
  text=
  next=$from
  [ "$from" -eq "$size" ] || mf_read_lines "$2"
  printf 'log-from %s\nlog-next %s\nlog-size %s\nlog\n%s' "$from" "$next" "$size" "$text"
}

mf_read_lines() { # BYTES
  nl='
'
  bytes=$((size - from))
  [ "$bytes" -le "$1" ] || bytes=$1
  # The dot keeps the shell from dropping line ends; it cannot hold NUL.
  text=$(
    tail -c "+$((from + 1))" "$MF_BASE/run/log" | head -c "$bytes" | tr '\000' '?'
    echo .
  )
  text=${text%.}
  if mf_more_to_come "$((from + bytes))"; then
    case $text in
      *"$nl"*) text=${text%"$nl"*}$nl ;;
      *) text= ;;
    esac
  fi
  next=$((from + ${#text}))
  if [ -z "$text" ] && [ "$bytes" -eq "$1" ]; then mf_leave_out; fi
}

mf_more_to_come() { # END
  [ "$1" -lt "$size" ] && return 0
  case $seen in *'state running'*) return 0 ;; esac
  return 1
}

# A line that is longer than one look reads is left out when its end is there.
mf_leave_out() {
  line=$(($(tail -c "+$((from + 1))" "$MF_BASE/run/log" | head -n 1 | wc -c)))
  mf_more_to_come "$((from + line))" && [ "$((from + line))" -ge "$size" ] && return 0
  next=$((from + line))
  text="[A line of $line bytes is left out]$nl"
}
mf_look "$@"
