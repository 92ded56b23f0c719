#!/bin/sh
# Unpacks an installer and runs it from its own folder, as root, detached in the run slot.
#   install-agent.sh <digest of the installer in root's cache, or its path> <arguments of ./install>...
# Exits with the installer's code. Codes of its own, which the vendor does not use:
#   220 no space to unpack   221 cannot be unpacked   222 no ./install inside   223 programs may not run in the folder
#   226 the installer file is gone
# MF_VENDOR_LOGS: where the installer writes its logs, /var/log unless told.
set -u
installer=$1
shift
case $installer in /*) ;; *) installer=${MF_RUN%/run/work}/cache/$installer ;; esac
work=$MF_RUN/work
logs=${MF_VENDOR_LOGS:-/var/log}

trap 'cd / && rm -rf "$work" "$work.err"' EXIT

fail() {
  code=$1
  shift
  echo "$*" >&2
  exit "$code"
}

# A log of root's own: in a folder that others may write to, a link would show any file, and a pipe would hold this up.
is_log() {
  # shellcheck disable=SC3067 # every shell that there is on a machine knows -O
  [ -f "$1" ] && [ ! -L "$1" ] && [ -O "$1" ] && [ -s "$1" ]
}

# The compression is told from the content: many archives named .tar.gz hold LZMA, and tar of RHEL 5 and busybox do not see it.
unpack() {
  tar -xof "$installer" 2>"$work.err" && return 0
  case $(od -An -tx1 -N3 "$installer" | tr -d ' \n') in
    1f8b*) gzip -dc <"$installer" | tar -xof - ;;
    fd377a) xz -dc <"$installer" | tar -xof - ;;
    5d0000) unlzma_to_stdout <"$installer" | tar -xof - ;;
    *) return 1 ;;
  esac
}

unlzma_to_stdout() {
  # busybox has an xz of its own, which knows no other format
  if xz --help 2>&1 | grep -q -e --format; then
    xz --format=lzma -dc
  elif command -v lzma >/dev/null 2>&1; then
    lzma -dc
  else
    busybox unlzma -c
  fi
}

[ -f "$installer" ] || fail 226 "$installer is gone, though it was here a moment ago"
rm -rf "$work"
(umask 077 && mkdir "$work") || fail 220 "cannot make $work"
cd "$work" || fail 220 "cannot enter $work"

size_kb=$(($(wc -c <"$installer") / 1024))
free_kb=$(df -Pk "$work" | awk 'NR == 2 { print $4 }')
[ "${free_kb:-0}" -ge $((size_kb * 3)) ] || fail 220 "unpacking needs $((size_kb * 3)) KB free at $MF_RUN, there are ${free_kb:-0}"

printf '#!/bin/sh\nexit 0\n' >may-run && chmod 700 may-run
./may-run || fail 223 "programs may not run in $MF_RUN (mounted noexec?)"
rm -f may-run

unpack || {
  cat "$work.err" >&2
  fail 221 "the installer $installer could not be unpacked; LZMA archives need xz"
}
[ -f install ] || fail 222 "the archive $installer has no file called install"
chmod u+x install

# What an earlier run left would be taken for this one's.
rm -f "$logs/InstallerErrors.json"
./install "$@" </dev/null
code=$?

if is_log "$logs/InstallerErrors.json"; then
  echo "--- InstallerErrors.json begin"
  head -c 16384 "$logs/InstallerErrors.json"
  echo
  echo "--- InstallerErrors.json end"
fi
if [ "$code" -ne 0 ] && is_log "$logs/ua_install.log"; then
  echo "--- last lines of $logs/ua_install.log"
  tail -n 60 "$logs/ua_install.log"
fi
exit "$code"
