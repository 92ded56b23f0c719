/** How a distribution gets the Azure VM agent (WALinuxAgent). `repository`: one that is off by default and has it. */
export type VmAgentCommands = Readonly<{ package: string; repository?: string; check: string; install: string; restart: string }>;

/** Of the machines with this OS tag. */
export const commandsOf = (osTag: string): VmAgentCommands => (COMMANDS.find(([beginning]) => osTag.startsWith(beginning)) ?? ["", OTHERS])[1];

const SERVICE = "service waagent restart";
const UNIT = "systemctl restart waagent.service";
const DEBIAN_UNIT = "systemctl restart walinuxagent.service";
const OTHERS = yum(UNIT);

/** By the tag's beginning, the most exact one first. */
const COMMANDS: readonly (readonly [string, VmAgentCommands])[] = [
  ["UBUNTU-14.04", apt("walinuxagent", "initctl restart walinuxagent")],
  ["UBUNTU", apt("walinuxagent", DEBIAN_UNIT)],
  ["DEBIAN7", apt("waagent", "service walinuxagent restart")],
  ["DEBIAN", apt("waagent", DEBIAN_UNIT)],
  ["SLES11", zypper("/etc/init.d/waagent restart")],
  ["SLES", zypper(UNIT)],
  ["OL6", yum(SERVICE, "ol6_addons")],
  ["OL7", yum(UNIT, "ol7_addons")],
  ["RHEL5", yum(SERVICE)],
  ["RHEL6", yum(SERVICE)],
];

function apt(name: string, restart: string): VmAgentCommands {
  return { package: name, check: `dpkg -l | grep ${name}`, install: `apt-get update && apt-get install ${name}`, restart };
}

function zypper(restart: string): VmAgentCommands {
  const name = "python-azure-agent";
  return { package: name, check: `zypper info ${name}`, install: `zypper install ${name}`, restart };
}

function yum(restart: string, repository?: string): VmAgentCommands {
  const name = "WALinuxAgent";
  const from = repository === undefined ? "" : ` --enablerepo=${repository}`;
  return {
    package: name,
    ...(repository !== undefined && { repository }),
    check: `yum list ${name}`,
    install: `yum${from} install ${name}`,
    restart,
  };
}
