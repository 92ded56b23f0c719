import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { installArguments } from "../../lib/agents/linux/commands.js";
import installAgent from "../../lib/agents/linux/scripts/install-agent.sh";
import probeScript from "../../lib/agents/linux/scripts/probe.sh";
import { toShell } from "../../lib/remote/posix/quote.js";
import type { Target } from "../lab/target.js";
import { measured } from "./measured-program.js";
import type { RaceParts } from "./product-side.js";
import type { Side, Spent } from "./side.js";
import { type SshFolder, sshFolder } from "./ssh-folder.js";

const CLUSH = "/usr/bin/clush";
const FILE = "/root/bench/installer.tar.gz";
const SUCCESS_WITH_RESTART_ADVISED = 98;

/** Why ClusterShell cannot be raced here; undefined when it can. */
export const lacksClush = (): string | undefined => (existsSync(CLUSH) ? undefined : "clush is not installed (apt-get install clustershell)");

/** The floor's plain commands by ClusterShell: an ssh process for each machine and command, and all machines do one before any does the next. */
export async function clushSide({ targets, privateKey, installer, forks }: RaceParts): Promise<Side> {
  const folder = await sshFolder({ targets, privateKey });
  const config = join(folder.path, "ssh_config");
  await writeFile(config, sshConfig(targets, folder));
  await writeFile(join(folder.path, "probe"), probeScript);
  await writeFile(join(folder.path, "install"), installAgent);
  const all = ["-q", "-S", "-f", `${forks}`, "-o", `-F ${config}`, "-w", targets.map(({ name }) => name).join(",")];
  const clush = (words: readonly string[], options: Readonly<{ stdin?: string; code?: number }> = {}) =>
    measured(CLUSH, [...all, ...words], { env: folder.env, ...options });
  const probe = () => clush(["/bin/sh -s"], { stdin: join(folder.path, "probe") });
  const words = toShell([FILE, ...installArguments({ generation: "Classic", installed: true })]);
  const run = async () =>
    inSum([
      await probe(),
      await clush(["-n", "mkdir -p /root/bench"]),
      await clush(["-n", "--copy", installer.path, "--dest", FILE]),
      await clush([`MF_RUN=/root/bench /bin/sh -s -- ${words}`], { stdin: join(folder.path, "install"), code: SUCCESS_WITH_RESTART_ADVISED }),
      await probe(),
    ]);
  return {
    ...{ name: "clush", targets, run },
    about: `ClusterShell's clush, plain commands one after the other, fanout ${forks}`,
    warm: async () => {},
    practise: async () => {}, // each of its commands is a process of its own
    close: async () => folder[Symbol.asyncDispose](),
  };
}

const sshConfig = (targets: readonly Target[], { key, knownHosts }: SshFolder): string =>
  [
    ...targets.map(({ name, address, port }) => `Host ${name}\n  HostName ${address}\n  Port ${port}\n`),
    `Host *\n  User root\n  IdentityFile ${key}\n  UserKnownHostsFile ${knownHosts}\n  StrictHostKeyChecking yes\n  LogLevel ERROR\n`,
  ].join("");

const inSum = (steps: readonly Spent[]): Spent => ({
  wallSeconds: steps.reduce((sum, { wallSeconds }) => sum + wallSeconds, 0),
  cpuSeconds: steps.reduce((sum, { cpuSeconds }) => sum + cpuSeconds, 0),
  peakMb: Math.max(...steps.map(({ peakMb }) => peakMb)),
  more: {},
});
