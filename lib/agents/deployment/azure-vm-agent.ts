import { bringsVmAgent } from "./version-rules.js";

/** What is to be done about the Azure VM agent of a machine, which extensions need after a failover. `version`: the one that is to be there. */
export function azureVmAgentNotes(osTag: string, version?: string): readonly string[] {
  if (osTag === "Windows" && version !== undefined && !bringsVmAgent(version))
    return [
      `Windows: the installer of ${version} brings no Azure VM agent (those from 9.7.0.0 on do); install it by hand (WindowsAzureVmAgent.msi), or update to 9.7 or later.`,
    ];
  if (osTag === "Windows") {
    return [
      "Windows: from 9.7.0.0 on the installer brings the Azure VM agent (it needs .NET 4.0), and stops and disables its services until a failover; that is how it should be. When it cannot be installed, the installation goes on without it.",
      "Windows: an uninstall of the Mobility service also removes the Azure VM agent, if the Mobility service brought it.",
    ];
  }
  const { check, install, restart } = commandsOf(osTag);
  return [
    "Linux: the Mobility service's installer brings no Azure VM agent (WALinuxAgent); documents of 2019 ask to install it by hand on the Azure VM after a failover, those of 2021 say that it comes by itself. Look after the failover: waagent --version",
    `${osTag}: is it there: ${check}. Install: ${install}. Restart: ${restart}.`,
  ];
}

type Commands = Readonly<{ check: string; install: string; restart: string }>;

/** By the tag's beginning, the most exact one first. */
const COMMANDS: readonly (readonly [string, Commands])[] = [
  ["UBUNTU-14.04", apt("walinuxagent", "initctl restart walinuxagent")],
  ["UBUNTU", apt("walinuxagent", "systemctl restart walinuxagent.service")],
  ["DEBIAN7", apt("waagent", "service walinuxagent restart")],
  ["DEBIAN", apt("waagent", "systemctl restart walinuxagent.service")],
  ["SLES11", { check: "zypper info python-azure-agent", install: "zypper install python-azure-agent", restart: "/etc/init.d/waagent restart" }],
  ["SLES", { check: "zypper info python-azure-agent", install: "zypper install python-azure-agent", restart: "systemctl restart waagent.service" }],
  ["OL6", yum("service waagent restart", "enable [ol6_addons] in /etc/yum.repos.d, then ")],
  ["OL7", yum("systemctl restart waagent.service", "enable [ol7_addons] in /etc/yum.repos.d, then ")],
  ["RHEL5", yum("service waagent restart")],
  ["RHEL6", yum("service waagent restart")],
  ["", yum("systemctl restart waagent.service")],
];

const commandsOf = (osTag: string): Commands => (COMMANDS.find(([beginning]) => osTag.startsWith(beginning)) ?? ["", yum("")])[1];

function apt(name: string, restart: string): Commands {
  return { check: `dpkg -l | grep ${name}`, install: `apt-get update && apt-get install ${name}`, restart };
}

function yum(restart: string, before = ""): Commands {
  return { check: "yum list WALinuxAgent", install: `${before}yum install WALinuxAgent`, restart };
}
