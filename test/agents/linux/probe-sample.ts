import type { ProbeField } from "../../../lib/agents/linux/probe-fields.js";

type Fields = Readonly<Partial<Record<ProbeField, string | readonly string[] | undefined>>>;

/** Output of probe.sh on a healthy machine with a classic agent; `changes` replaces fields, undefined removes one. */
export function probeOutput(changes: Fields = {}): string {
  const fields: Fields = { ...HEALTHY, ...changes };
  const lines = Object.entries(fields).flatMap(([name, value]) => (value === undefined ? [] : [value].flat().map((line) => `${name} ${line}`)));
  return `probe 1\n${lines.join("\n")}\nend\n`;
}

const HEALTHY: Fields = {
  clock: "1700000000",
  "host-name": "web01",
  architecture: "x86_64",
  kernel: "4.18.0-553.el8.x86_64",
  "user-id": "0",
  "machine-id": "0123456789abcdef0123456789abcdef",
  "bios-id": "42062E7B-0000-4000-8000-0123456789AB",
  "boot-id": "9d9d89e8-0dab-436e-bcbb-5f39ae356e57",
  "redhat-release": "Red Hat Enterprise Linux release 8.10 (Ootpa)",
  "hosts-file": "yes",
  "version-link": "/usr/local/ASR/Vx/.vx_version",
  "version-file": [
    "VERSION=9.62.0.0",
    "PROD_VERSION=9.62.0.0",
    "BUILD_TAG=RELEASE_9.62.0.0_GA_7096_Jun_20_2024_INMAGE",
    "OS_BUILT_FOR=RHEL8-64",
    "INSTALLATION_DIR=/usr/local/ASR/Vx",
    "AGENT_CONFIGURATION_STATUS=Succeeded",
  ],
  "agent-dir": "/usr/local/ASR/Vx",
  config: ["HostId = 6f5c1f0e-1111-4222-8333-444455556666", "Role=Agent", "CSType = CSLegacy"],
  status: ["VX Agent daemon is running...", "appservice daemon is running..."],
  "driver-version": "Product Version : 9,62,1,7096",
  "driver-loaded": "yes",
  process: ["svagents", "appservice"],
  "free-root": "8000000",
  "free-var-lib": "8000000",
  "free-install-dir": "8000000",
  "secure-boot": "0",
  mount: ["/dev/mapper/rhel-root / xfs rw", "/dev/sda1 /boot xfs rw"],
  mapped: "dm-0 rhel-root LVM sda2",
  "grub-file": ["/boot/grub2/grub.cfg", "/etc/default/grub"],
  "boot-word": ["/boot/grub2/grub.cfg root=/dev/mapper/rhel-root", "/proc/cmdline root=/dev/mapper/rhel-root"],
  tool: ["tar", "gzip", "xz", "setsid", "flock", "sha256sum", "lvm", "dhclient"],
};
