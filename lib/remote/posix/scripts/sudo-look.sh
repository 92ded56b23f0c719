# shellcheck shell=sh
# As the login user: what stands in the way of sudo, by what can be seen of it.
mf_look_at_sudo() {
  mf_find doas && [ -x "$found" ] && echo 'doas here'
  mf_find sudo || return 0
  sudo=$found
  printf 'sudo %s\n' "$sudo"
  [ -x "$sudo" ] || echo 'denied yes'
  mf_mode "$sudo"
  { [ -u "$sudo" ] && [ "$owner" = 0 ]; } || echo 'setuid lost'
  mf_mount "$sudo"
  case ,$options, in *,nosuid,*) printf 'nosuid %s\n' "$mount" ;; esac
  grep -q '^NoNewPrivs:[[:space:]]*1' /proc/self/status 2>/dev/null && echo 'privileges none'
  for rules in /etc/sudoers /etc/sudoers-rs; do
    mf_mode "$rules"
    case $owner/$mode in 0/????????[!w]*) ;; *) printf 'open %s\n' "$rules" ;; esac
  done
  return 0
}

# Sets `found` to the file of a program, also of one that may not be executed.
mf_find() { # NAME
  for folder in /usr/local/sbin /usr/local/bin /usr/sbin /usr/bin /sbin /bin; do
    found=$folder/$1
    [ ! -f "$found" ] || return 0
  done
  return 1
}

# Sets `mode` (as ls writes it) and `owner` (a number) of a file; those of a right one when they cannot be seen.
mf_mode() { # FILE
  owner=0 mode=-r--r-----
  told=$(ls -lnL "$1" 2>/dev/null) || return 0
  mode=${told%% *}
  # shellcheck disable=SC2086 # the words of the line; a name comes behind those that are looked at
  mf_third $told && owner=$third
}

mf_third() {
  third=$3
}

# Sets `mount` and `options` of the file system that holds a file.
mf_mount() { # FILE
  mount='' options=''
  told=$(df -P "$1" 2>/dev/null) || return 0
  mount=${told##* }
  while read -r _ point _ how _; do
    [ "$point" != "$mount" ] || options=$how
  done </proc/self/mounts
}
mf_look_at_sudo
