#!/bin/sh
# Brings a lab machine into the state that /etc/lab/faults orders. With "boot" only what does not outlive a restart.
SECURE_BOOT='' HOSTS_INCOMPLETE='' STALE_LOCK='' VENDOR_UPDATE='' VIRUS_SCANNER='' CLOCK_OFFSET=''
# shellcheck source=/dev/null
. /etc/lab/faults
upgrade=/tmp/MobilityAgentAutoUpgrade
if [ -n "$VENDOR_UPDATE" ]; then
  if ! kill -0 "$(cat /run/lab/vendor-update.pid 2>/dev/null)" 2>/dev/null; then
    mkdir -p "$upgrade"
    cat >"$upgrade/AgentUpgrade.sh" <<END
#!/bin/sh
# LAB FAKE of the vendor's own nightly update: it only waits.
read -r _ </run/lab/never
END
    chmod 755 "$upgrade/AgentUpgrade.sh"
    [ -p /run/lab/never ] || mkfifo /run/lab/never
    setsid sh "$upgrade/AgentUpgrade.sh" -j "$upgrade/job.json" </dev/null >/dev/null 2>&1 &
    echo "$!" >/run/lab/vendor-update.pid
  fi
elif [ -e /run/lab/vendor-update.pid ]; then
  kill "$(cat /run/lab/vendor-update.pid)" 2>/dev/null
  rm -rf "$upgrade" /run/lab/vendor-update.pid
fi
[ "${1:-}" != boot ] || exit 0
variable=/sys/firmware/efi/efivars/SecureBoot-8be4df61-93ca-11d2-aa0d-00e098032b8c
if [ -n "$SECURE_BOOT" ]; then
  mkdir -p /sys/firmware/efi/efivars && printf '\006\000\000\000\001' >"$variable"
elif [ -e /sys/firmware ]; then
  rm -rf /sys/firmware
fi
sh /usr/lib/lab/boot-layout.sh || exit 1
# Programs that stand before the real ones: a clock that is wrong, and a virus scanner that acts when something is started.
rm -f /usr/local/bin/date /usr/local/bin/setsid
if [ -n "$CLOCK_OFFSET" ]; then
  cat >/usr/local/bin/date <<'END'
#!/bin/sh
# LAB FAKE of date: as /etc/lab/faults orders, the clock is wrong.
. /etc/lab/faults
exec /usr/bin/date -d "@$(($(/usr/bin/date +%s) + CLOCK_OFFSET))" "$@"
END
  chmod 755 /usr/local/bin/date
fi
if [ -n "$VIRUS_SCANNER" ]; then
  cat >/usr/local/bin/setsid <<'END'
#!/bin/sh
# LAB FAKE of a virus scanner: removes uploaded installers when something is started.
find /var/lib/mobility-fleet/cache -type f -size +0 ! -name '.*' -exec rm -f {} +
exec /usr/bin/setsid "$@"
END
  chmod 755 /usr/local/bin/setsid
fi
read -r name </etc/hostname
read -r address </etc/lab/address
printf '127.0.0.1 localhost\n' >/etc/hosts
[ -n "$HOSTS_INCOMPLETE" ] || printf '%s %s\n' "$address" "$name" >>/etc/hosts
if [ -n "$STALE_LOCK" ]; then
  : >/usr/local/.install.lck
elif [ -e /usr/local/.install.lck ]; then
  rm -f /usr/local/.install.lck
fi
exit 0
