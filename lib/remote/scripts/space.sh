# shellcheck shell=sh
# Prints the free bytes of the file system that holds a folder, and where that is mounted.
mf_space() {
  df -P -k "$1" | awk 'END { printf "free %.0f\nmount %s\n", $(NF - 2) * 1024, $NF }'
}
