# shellcheck shell=sh
# As root: can the upload of the login user be read? Sets `unread` to why not: `gone`, or what the system says (a home on NFS with root_squash).
# Nothing but a plain file is opened: a pipe would hold root up.
mf_read_upload() { # UPLOAD
  if unread=$(ls -ld "$1" 2>&1 >/dev/null); then
    unread='it is no plain file'
    { [ -f "$1" ] && [ ! -L "$1" ]; } || return 1
    unread=$({ head -c 1 <"$1" >/dev/null; } 2>&1) && return 0
  fi
  case $unread in *'No such file'*) unread=gone ;; esac
  return 1
}
