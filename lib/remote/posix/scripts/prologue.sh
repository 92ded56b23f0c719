# shellcheck shell=sh
# Before every script: nothing of the login's environment decides what runs, or in which language it answers.
# Starting a program costs a machine more than all that a shell does itself, so scripts read and compare with what the shell has built in.
set +vx # bash takes these from an exported SHELLOPTS, and would repeat what it reads
PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
LC_ALL=C
LANG=C
export PATH LC_ALL LANG
unset TMOUT TMPDIR CDPATH ENV BASH_ENV LANGUAGE GREP_OPTIONS TAR_OPTIONS GZIP XZ_OPT XZ_DEFAULTS POSIXLY_CORRECT BLOCK_SIZE
umask 022
# As whom this runs: the second number of that line.
mf_uid=
if [ -r /proc/self/status ]; then
  while read -r mf_key _ mf_uid _; do
    [ "$mf_key" != Uid: ] || break
  done </proc/self/status
fi
case $mf_uid in '' | *[!0-9]*) mf_uid=$(id -u) ;; esac
if [ "$mf_uid" = 0 ]; then
  HOME=/root
  export HOME
fi
