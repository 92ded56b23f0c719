#!/bin/sh
# Says whether this machine has what the package installs, or something newer, and changes nothing: prints the version and exits 0, or exits 1.
#   sh detect.sh [--no-register]
# --no-register: a machine whose agent is not registered yet counts, too.
here=$(cd "$(dirname "$0")" && pwd) || exit 1
# shellcheck source=/dev/null
. "$here/lib/common.sh"
look
find_row
[ -n "$version" ] && [ -n "$wanted" ] || exit 1
is_at "$version" "$wanted" || [ "$(compare "$version" "$wanted")" = 1 ] || exit 1
[ "${1:-}" = --no-register ] || is_registered || exit 1
echo "Mobility service $version"
