# shellcheck shell=sh
# Before every script: nothing of the login's environment decides what runs, or in which language it answers.
PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
LC_ALL=C
LANG=C
export PATH LC_ALL LANG
unset TMOUT TMPDIR CDPATH ENV BASH_ENV LANGUAGE
umask 022
if [ "$(id -u)" = 0 ]; then
  HOME=/root
  export HOME
fi
