# shellcheck shell=sh disable=SC3040,SC3044 # what only bash knows is asked of bash alone
# Before every script: nothing of the login's environment decides what runs, or in which language it answers.
# Starting a program costs a machine more than all that a shell does itself, so scripts read and compare with what the shell has built in.
set +aefuvxC # bash takes these from an exported SHELLOPTS, and would repeat what it reads
# It takes functions and further options, too. As sh it looks for special builtins such as unset before it looks for functions.
case ${BASH_VERSION-} in
  ?*)
    unset -f declare shopt
    for mf_key in $(declare -F); do unset -f -- "$mf_key"; done
    set +o pipefail
    shopt -u dotglob extglob failglob globstar lastpipe nocaseglob nocasematch nullglob xpg_echo 2>/dev/null
    ;;
esac
PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
LC_ALL=C
LANG=C
export PATH LC_ALL LANG
unset LD_PRELOAD LD_LIBRARY_PATH TMOUT TMPDIR CDPATH ENV BASH_ENV LANGUAGE GREP_OPTIONS TAR_OPTIONS GZIP XZ_OPT XZ_DEFAULTS POSIXLY_CORRECT BLOCK_SIZE
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
  cd / # where the login was may be gone, or shut to root
fi
