import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { csType, type Generation } from "../../lib/agents/generation.js";
import { toShell } from "../../lib/core/command.js";
import { FleetError } from "../../lib/core/errors.js";
import { makeInstaller } from "./installer.js";
import type { LabMachine } from "./machine.js";
import { LAB_CONFIGURATION_SERVER, type LabAgent } from "./spec.js";

/**
 * Puts a machine into the state of having had an agent for a while, by running a lab installer in it; faults do not disturb that.
 * Errors: InvalidParameter for a machine whose operating system has no installer, CommandFailed with the installer's log.
 */
export async function installAgent(machine: LabMachine, { version, generation = "Classic", registered = true }: LabAgent): Promise<void> {
  if (machine.spec.osTag === "unsupported") throw new FleetError("InvalidParameter", `${machine.name}: there is no agent for an unsupported system`);
  const dir = await mkdtemp(join(tmpdir(), "lab-installer-"));
  const archive = await makeInstaller({ version, osTag: machine.spec.osTag, dir });
  const bytes = await readFile(archive.path);
  await rm(dir, { recursive: true });
  await machine.setFaults({});
  await run(machine, "rm -rf /tmp/lab-agent && mkdir /tmp/lab-agent && cat >/tmp/lab-agent/archive.tar.gz", bytes);
  await run(machine, `cd /tmp/lab-agent && ${archive.compression === "gzip" ? "gzip" : "xz"} -dc <archive.tar.gz | tar -xf -`);
  await run(machine, `cd /tmp/lab-agent && ${toShell(["./install", "-q", "-r", "MS", "-v", "VmWare", "-c", csType(generation)])}`);
  if (registered) await register(machine, generation);
  if (registered === "elsewhere") await run(machine, "sed -i 's/^Hostname=.*/Hostname=10.99.0.99/' /usr/local/ASR/Vx/etc/drscout.conf");
  await run(machine, "rm -rf /tmp/lab-agent /var/log/ua_install.log");
  await machine.setFaults(machine.spec.faults ?? {});
}

async function register(machine: LabMachine, generation: Generation): Promise<void> {
  const { address, passphrase, configJson } = machine.spec.configurationServer ?? LAB_CONFIGURATION_SERVER;
  const configurator = "/usr/local/ASR/Vx/bin/UnifiedAgentConfigurator.sh";
  await run(machine, "cat >/tmp/lab-agent/secret", generation === "Classic" ? passphrase : configJson);
  const classic = ["-i", address, "-P", "/tmp/lab-agent/secret"];
  const modernized = ["-c", "CSPrime", "-S", "/tmp/lab-agent/secret", "-q"];
  await run(machine, toShell([configurator, ...(generation === "Classic" ? classic : modernized)]));
}

async function run(machine: LabMachine, script: string, input?: string | Uint8Array): Promise<void> {
  const { exitCode, stdout, stderr } = await machine.exec(script, input);
  if (exitCode !== 0) throw new FleetError("CommandFailed", `${machine.name}: "${script}" ended with ${exitCode}: ${(stdout + stderr).slice(-1000)}`);
}
