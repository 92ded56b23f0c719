#!/bin/sh
# LAB FAKE of systemctl: units are the scripts in /etc/init.d; there is no systemd in a lab machine.
enabled=/etc/lab/enabled
verb='' unit=''
for word in "$@"; do
  case $word in
  -*) ;;
  *) if [ -z "$verb" ]; then verb=$word; else unit=${word%.service}; fi ;;
  esac
done
script=/etc/init.d/$unit
missing() { echo "Unit $unit.service could not be found." >&2; exit "$1"; }
case $verb in
reboot) exec /usr/sbin/reboot ;;
daemon-reload | reset-failed | '') exit 0 ;;
is-system-running) echo running; exit 0 ;;
esac
case $verb in
start | stop | restart) [ -x "$script" ] || missing 5; "$script" "$verb" ;;
status) [ -x "$script" ] || missing 4; "$script" status || exit 3 ;;
is-active) if [ -x "$script" ] && "$script" status >/dev/null 2>&1; then echo active; else echo inactive; exit 3; fi ;;
is-enabled) if [ -e "$enabled/$unit" ]; then echo enabled; else echo disabled; exit 1; fi ;;
enable) [ -x "$script" ] || missing 1; mkdir -p "$enabled" && : >"$enabled/$unit" ;;
disable) rm -f "$enabled/$unit" ;;
*) echo "systemctl (lab fake): $verb is not simulated" >&2; exit 1 ;;
esac
