import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { csType } from "../../../../lib/agents/generation.js";
import { FleetError } from "../../../../lib/core/errors.js";
import { LAB_CONFIGURATION_SERVER } from "../../machine/spec.js";
import type { WindowsMachine } from "../machine/windows-machine.js";
import type { WindowsAgent } from "../machine/windows-spec.js";
import type { WindowsTree } from "../tree/layer.js";
import { makeWindowsInstaller } from "./windows-installer.js";

const FOLDER = "C:\\Temp\\lab-agent";
const LOCATION = "C:\\Program Files (x86)\\Microsoft Azure Site Recovery";
const DONE = [0, 1641, 3010];

/**
 * Puts a machine into the state of having had an agent for a while, or updates it by hand, by running a lab installer in it; faults do not disturb that.
 * Errors: CommandFailed with what the installer printed.
 */
export async function installWindowsAgent(machine: WindowsMachine, tree: WindowsTree, agent: WindowsAgent): Promise<void> {
  const { version, generation = "Classic", registered = true } = agent;
  const dir = await mkdtemp(join(tmpdir(), "lab-installer-"));
  try {
    const { path } = await makeWindowsInstaller(tree, { version, dir });
    await machine.setFaults({});
    await machine.writeFile(`${FOLDER}\\setup.exe`, await readFile(path));
  } finally {
    await rm(dir, { recursive: true });
  }
  await run(machine, `${FOLDER}\\setup.exe /q /x:${FOLDER}\\files`);
  await run(
    machine,
    `${FOLDER}\\files\\UnifiedAgent.exe /Role "MS" /InstallLocation "${LOCATION}" /Platform "VmWare" /Silent /CSType ${csType(generation)}`,
  );
  if (registered) await register(machine, generation);
  await run(machine, `rmdir /s /q ${FOLDER} & del C:\\ProgramData\\ASRSetupLogs\\ASRUnifiedAgentInstaller.log`);
  await machine.setFaults(machine.spec.faults ?? {});
}

async function register(machine: WindowsMachine, generation: WindowsAgent["generation"]): Promise<void> {
  const { address, passphrase, configJson } = machine.spec.configurationServer ?? LAB_CONFIGURATION_SERVER;
  const secret = `${FOLDER}\\secret`;
  await machine.writeFile(secret, generation === "Modernized" ? configJson : passphrase);
  const words =
    generation === "Modernized" ? `/SourceConfigFilePath "${secret}" /CSType CSPrime` : `/CSEndPoint ${address} /PassphraseFilePath ${secret}`;
  await run(machine, `"${LOCATION}\\agent\\UnifiedAgentConfigurator.exe" ${words}`);
}

async function run(machine: WindowsMachine, line: string): Promise<void> {
  const { exitCode, stdout, stderr } = await machine.exec(line);
  if (exitCode !== null && DONE.includes(exitCode)) return;
  throw new FleetError("CommandFailed", `${machine.name}: "${line}" ended with ${exitCode}: ${`${stdout}\n${stderr}`.trim().slice(-1000)}`);
}
