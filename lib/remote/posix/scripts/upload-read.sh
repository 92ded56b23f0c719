# shellcheck shell=sh
# As root: can the upload of the login user be read? Sets `unread` to why not: `gone`, or what the system says (a home on NFS with root_squash).
mf_read_upload() { # UPLOAD
  unread=$({ head -c 1 <"$1" >/dev/null; } 2>&1) && return 0
  case $unread in *'No such file'* | *'nonexistent'*) unread=gone ;; esac
  return 1
}
