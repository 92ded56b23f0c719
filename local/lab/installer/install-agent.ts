import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { csType, type Generation } from "../../../lib/agents/generation.js";
import { FleetError } from "../../../lib/core/errors.js";
import { toShell } from "../../../lib/remote/posix/quote.js";
import type { LabMachine } from "../machine/machine.js";
import { LAB_CONFIGURATION_SERVER, type LabAgent } from "../machine/spec.js";
import { makeInstaller } from "./installer.js";

/**
 * Puts a machine into the state of having had an agent for a while, or updates it by hand, by running a lab installer in it; faults do not disturb that.
 * Errors: InvalidParameter for a machine whose operating system has no installer, CommandFailed with the installer's log.
 */
export async function installAgent(machine: LabMachine, { version, generation = "Classic", registered = true }: LabAgent): Promise<void> {
  if (machine.spec.osTag === "unsupported") throw new FleetError("InvalidParameter", `${machine.name}: there is no agent for an unsupported system`);
  const { bytes, unpack } = await archive(version, machine.spec.osTag);
  await machine.setFaults({});
  // One program to start for all of it: a lab has many machines. The secret comes first on its input, so that no command line shows it.
  const lines = [
    "set -e",
    "IFS= read -r secret",
    "rm -rf /tmp/lab-agent && mkdir /tmp/lab-agent && cd /tmp/lab-agent",
    `${unpack} | tar -xf - && exec </dev/null`,
    `${toShell(["./install", "-q", "-r", "MS", "-v", "VmWare", "-c", csType(generation)])} || [ "$?" = 98 ]`, // 98: over an older one
    ...(registered ? registration(machine, generation) : []),
    ...(registered === "elsewhere" ? ["sed -i 's/^Hostname=.*/Hostname=10.99.0.99/' /usr/local/ASR/Vx/etc/drscout.conf"] : []),
    "cd / && rm -rf /tmp/lab-agent /var/log/ua_install.log",
  ];
  const { exitCode, stdout, stderr } = await machine.exec(
    lines.join("\n"),
    Buffer.concat([Buffer.from(`${secretOf(machine, generation)}\n`), bytes]),
  );
  if (exitCode !== 0)
    throw new FleetError("CommandFailed", `${machine.name}: the lab agent was not installed (${exitCode}): ${(stdout + stderr).slice(-1000)}`);
  await machine.setFaults(machine.spec.faults ?? {});
}

async function archive(version: string, osTag: string): Promise<Readonly<{ bytes: Uint8Array; unpack: string }>> {
  const dir = await mkdtemp(join(tmpdir(), "lab-installer-"));
  try {
    const { path, compression } = await makeInstaller({ version, osTag, dir });
    return { bytes: await readFile(path), unpack: compression === "gzip" ? "gzip -dc" : "xz -dc" };
  } finally {
    await rm(dir, { recursive: true });
  }
}

function secretOf({ spec }: LabMachine, generation: Generation): string {
  const { passphrase, configJson } = spec.configurationServer ?? LAB_CONFIGURATION_SERVER;
  return generation === "Classic" ? passphrase : configJson;
}

function registration(machine: LabMachine, generation: Generation): readonly string[] {
  const { address } = machine.spec.configurationServer ?? LAB_CONFIGURATION_SERVER;
  const configurator = "/usr/local/ASR/Vx/bin/UnifiedAgentConfigurator.sh";
  const classic = ["-i", address, "-P", "/tmp/lab-agent/secret"];
  const modernized = ["-c", "CSPrime", "-S", "/tmp/lab-agent/secret", "-q"];
  return ['printf %s "$secret" >/tmp/lab-agent/secret', toShell([configurator, ...(generation === "Classic" ? classic : modernized)])];
}
