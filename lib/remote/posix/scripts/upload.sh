# shellcheck shell=sh
# As the login user: appends stdin to FILE, if it still ends at OFFSET and nobody else writes it. 75: somebody does; 76: another size.
# A line `mf-go` tells that the bytes may come: the shell has read all of this text by then, and what reads stdin is cat.
mf_upload() { # FILE OFFSET
  exec 9<>"$1.lock"
  flock -n 9 || exit 75
  size=0
  [ ! -s "$1" ] || size=$(($(wc -c <"$1")))
  [ "$size" -eq "$2" ] || exit 76
  echo $$ >"$1.lock" || exit 1
  exec >>"$1"
  printf '\nmf-go\n' >&2
  exec cat
}
