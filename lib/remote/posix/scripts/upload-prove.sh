# shellcheck shell=sh disable=SC2154 # variables that are set by what is put before this text
# As root, before anything is sent: what the login user is going to upload must be readable.
if mf_read_upload "$1"; then mf_answer readable; fi
printf 'why %s\n' "$unread" | tr '\n' ' '
echo
mf_answer hidden
