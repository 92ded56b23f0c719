# shellcheck shell=sh
# As the login user: appends stdin to FILE, if it still ends at OFFSET and nobody else writes it. 75: somebody does; 76: another size.
# This runs as one line in single quotes, because stdin carries the bytes: no comment behind code, no single quote, no ! and no backslash.
exec 9<>"$1.lock";
flock -n 9 || exit 75;
if [ "$2" = 0 ]; then [ -s "$1" ] && exit 76; else [ "$(wc -c <"$1")" -eq "$2" ] || exit 76; fi;
echo $$ >"$1.lock";
exec cat >>"$1";
