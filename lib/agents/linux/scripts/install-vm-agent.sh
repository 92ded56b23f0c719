#!/bin/sh
# Installs the Azure VM agent (WALinuxAgent) of the distribution and starts it, as root, detached in the run slot.
#   install-vm-agent.sh <package> [<repository of yum that is off by default>]
# Exits with the code of the package manager; 228 no package manager that is known, 229 there is no waagent afterwards, 230 it could not be started.
set -u
PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin
export PATH
package=$1
repository=${2-}

has() {
  command -v "$1" >/dev/null 2>&1
}
give_up() { # CODE TEXT
  echo "$2" >&2
  exit "$1"
}

install_package() {
  if has apt-get; then
    DEBIAN_FRONTEND=noninteractive
    export DEBIAN_FRONTEND
    apt-get -qq update # what it cannot reach may not be needed
    apt-get -y -o Dpkg::Options::=--force-confold install "$package"
  elif has zypper; then
    zypper --non-interactive install "$package"
  elif has dnf; then
    dnf -y ${repository:+--enablerepo="$repository"} install "$package"
  elif has yum; then
    yum -y ${repository:+--enablerepo="$repository"} install "$package"
  else
    give_up 228 "the machine has none of apt-get, zypper, dnf and yum"
  fi
}

# Whichever name the distribution gave it.
start_agent() {
  for name in walinuxagent waagent; do
    if has systemctl && systemctl cat "$name.service" >/dev/null 2>&1; then
      systemctl enable "$name.service"
      systemctl restart "$name.service" && return 0
    elif has initctl && [ -f "/etc/init/$name.conf" ]; then
      initctl restart "$name" || initctl start "$name" || continue
      return 0
    elif [ -x "/etc/init.d/$name" ]; then
      if has chkconfig; then chkconfig "$name" on; fi
      "/etc/init.d/$name" restart && return 0
    fi
  done
  return 1
}

if ! has waagent; then
  install_package </dev/null || give_up "$?" "$package could not be installed"
  has waagent || give_up 229 "$package is installed, and there is no waagent"
fi
start_agent </dev/null || give_up 230 "waagent is there, and could not be started"
waagent --version </dev/null 2>&1 | head -n 3
exit 0
