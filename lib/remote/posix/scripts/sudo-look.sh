# shellcheck shell=sh
# As the login user: what stands in the way of sudo, by what can be seen of it. `can` are the programs that are there.
mf_look_at_sudo() {
  command -v doas >/dev/null 2>&1 && echo 'doas here'
  sudo=$(command -v sudo) || return 0
  printf 'sudo %s\n' "$sudo"
  [ -x "$sudo" ] || echo 'denied yes'
  [ -u "$sudo" ] && [ -n "$(find -L "$sudo" -prune -user 0 2>/dev/null)" ] || echo 'setuid lost'
  mf_mount "$sudo"
  case ,$options, in *,nosuid,*) printf 'nosuid %s\n' "$mount" ;; esac
  grep -q '^NoNewPrivs:[[:space:]]*1' /proc/self/status 2>/dev/null && echo 'privileges none'
  for rules in /etc/sudoers /etc/sudoers-rs; do
    [ -z "$(find -L "$rules" -prune \( -perm -0002 -o ! -user 0 \) 2>/dev/null)" ] || printf 'open %s\n' "$rules"
  done
  return 0
}

# Sets `mount` and `options` of the file system that holds a file.
mf_mount() { # FILE
  mount='' options=''
  told=$(df -P "$1" 2>/dev/null) || return 0
  mount=${told##* }
  while read -r _ point _ found _; do
    [ "$point" != "$mount" ] || options=$found
  done </proc/self/mounts
}
mf_look_at_sudo
