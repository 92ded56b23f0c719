# shellcheck shell=sh
# Prints the free bytes of the file system that holds a folder, and where that is mounted.
mf_space() {
  told=$(df -P -k "$1") || mf_fail "df does not tell how much space is free at $1"
  set -f
  # shellcheck disable=SC2086 # the words of its last line; names of file systems may hold blanks, so they are counted from the end
  mf_last_words ${told##*
}
  set +f
}

mf_last_words() {
  shift $(($# - 3))
  printf 'free %s\nmount %s\n' "$(($1 * 1024))" "$3"
}
