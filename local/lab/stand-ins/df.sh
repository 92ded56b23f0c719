#!/bin/sh
# LAB STAND-IN of df: what is free is what /etc/lab/free-bytes orders, in the blocks of 1024 bytes that -k asks for.
real=/usr/bin/df
[ -x "$real" ] || real=/bin/df
read -r free </etc/lab/free-bytes || exec "$real" "$@"
"$real" "$@" | awk -v free="$((free / 1024))" 'NR > 1 && $(NF - 2) ~ /^[0-9]+$/ && $(NF - 2) > free { $(NF - 2) = free } { print }'
