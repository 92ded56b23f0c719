import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { AsrJob } from "../../lib/api/objects/job.js";
import { fillFleet } from "../../local/demo/fleet-of-the-demo.js";
import { BEFORE, TARGET, type WindowsOfTheDemo } from "../../local/demo/machines.js";
import { pausesFor } from "../../local/demo/pauses.js";
import { PATIENT, waitForJob } from "../../local/demo/wait-for-job.js";
import type { Lab } from "../../local/lab/lab.js";
import { makeWindowsInstaller } from "../../local/lab/windows/installer/windows-installer.js";
import type { WindowsMachine } from "../../local/lab/windows/machine/windows-machine.js";
import type { WindowsTree } from "../../local/lab/windows/tree/layer.js";
import { windowsTree } from "../../local/lab/windows/tree/windows-tree.js";
import { startWorld, type World } from "../../local/world.js";
import { printTable, shown, writeResult } from "../measure/report.js";
import { spread } from "../measure/statistics.js";
import type { BenchOptions } from "../options.js";
import { lacksAnsible } from "../race/ansible-side.js";
import type { Spent } from "../race/side.js";
import { ansibleUpdates, type Connection } from "./ansible-windows.js";
import { type CountedLine, countedLine } from "./counted-line.js";

const USUAL = 10;

/**
 * Updates lab machines with Windows over OpenSSH by one batch: how long each job takes, how many times PowerShell is started on the machine, and how many
 * bytes go to it and come from it. Everything runs on Wine on this machine, so the seconds say little; the counts are those of the product.
 */
export async function benchWindows({ machines: count = USUAL, only, forks, note }: BenchOptions): Promise<void> {
  const tree = await windowsTree(process.env);
  if (typeof tree === "string") throw new Error(tree);
  const world = await startWorld({ appDir: process.cwd(), settings: pausesFor({ windows: true }) });
  const runners: Runner[] = [];
  try {
    const wanted = Array.from({ length: count }, (_, n) => windowsMachine(`win-${String(n + 1).padStart(2, "0")}`));
    const began = performance.now();
    await fillFleet({ client: world.client, lab: withLines(world.lab, runners), tree }, wanted);
    console.log(`${count} machines with Windows are in the fleet after ${shown((performance.now() - began) / 1000)} s`);
    const before = new Map(runners.map((runner) => [runner, usedOf(runner)]));
    const { jobs, wallSeconds } = await updateAll(world, Math.min(forks, count));
    const updates = runners.map((runner) => updateOf(runner, { jobs, before: before.get(runner) }));
    print(updates, wallSeconds);
    const ansible = only.includes("ansible") ? await raceAnsible(tree, runners, Math.min(forks, count)) : {};
    writeResult("windows", { machines: count, wallSeconds, updates, ansible }, note);
  } finally {
    for (const { line } of runners) line.close();
    await world.close();
  }
}

const windowsMachine = (name: string): WindowsOfTheDemo => ({
  ...{ system: "Windows", account: "windows", reachedBy: "Ssh", expected: { state: "Succeeded", version: TARGET } },
  spec: { name, osTag: "Windows", agent: { version: BEFORE } },
});

type Runner = Readonly<{ machine: WindowsMachine; line: CountedLine }>;

/** The same lab, whose Windows machines are reached by counted lines. */
const withLines = (lab: Lab, runners: Runner[]): Lab => ({
  ...lab,
  windows: async (spec) => {
    const machine = await lab.windows({ ...spec, winrm: true });
    const line = await countedLine(() => machine.place());
    runners.push({ machine, line });
    return { ...machine, place: () => line.place };
  },
});

/** The same machines once more for each of Ansible's connections, each time to another version. */
async function raceAnsible(tree: WindowsTree, runners: readonly Runner[], forks: number): Promise<Partial<Record<Connection, Spent>>> {
  const lacks = lacksAnsible();
  if (lacks !== undefined) console.log(`ansible is skipped: ${lacks}`);
  if (lacks !== undefined) return {};
  const machines = runners.map(({ machine }) => machine);
  const spent: Partial<Record<Connection, Spent>> = {};
  for (const [connection, version] of [
    ["ssh", "9.63.7187.1"],
    ["winrm", "9.64.7234.1"],
  ] as const) {
    const dir = await mkdtemp(join(tmpdir(), "fleet-bench-"));
    const installer = await makeWindowsInstaller(tree, { version, dir, sizeBytes: 2_000_000 });
    spent[connection] = await ansibleUpdates({ machines, connection, forks, installer, version });
    const { wallSeconds, cpuSeconds, peakMb } = spent[connection];
    console.log(`Ansible, plain commands over ${connection}: ${shown(wallSeconds)} s in all, ${shown(cpuSeconds)} s of CPU, ${shown(peakMb)} MB`);
    await rm(dir, { recursive: true, force: true });
  }
  return spent;
}

type Used = Readonly<{ sessions: number; bytes: number; connections: number }>;

const usedOf = ({ machine, line }: Runner): Used => ({
  sessions: machine.heard().filter((heard) => heard.includes("powershell.exe")).length,
  bytes: line.bytes(),
  connections: line.connections(),
});

async function updateAll({ client }: World, MaxConcurrency: number): Promise<Readonly<{ jobs: readonly AsrJob[]; wallSeconds: number }>> {
  const [container] = (await client.call<{ value: { ID: string }[] }>("Get-ASRProtectionContainer", { Fabric: "lab-cs" })).value;
  const began = performance.now();
  const { Name } = await client.call<{ Name: string }>("Update-ASRMobilityService", { ProtectionContainer: container?.ID, MaxConcurrency });
  const { State, Errors } = await waitForJob(client, Name, PATIENT);
  const wallSeconds = (performance.now() - began) / 1000;
  if (State !== "Succeeded") throw new Error(`the batch ended as ${State}: ${JSON.stringify(Errors.slice(0, 3))}`);
  const { value: jobs } = await client.call<{ value: readonly AsrJob[] }>("Get-ASRJob", { ParentJob: Name, Top: 1000 });
  return { jobs, wallSeconds };
}

/** Detached runs are started by a program that is PowerShell, too, and over no session. */
function updateOf({ machine, ...runner }: Runner, { jobs, before }: Readonly<{ jobs: readonly AsrJob[]; before: Used | undefined }>) {
  const used = usedOf({ machine, ...runner });
  const job = jobs.find(({ TargetObjectName }) => TargetObjectName === machine.name);
  const detached = job?.Tasks.filter(({ ID }) => ID.startsWith("run-installer")).length ?? Number.NaN;
  return {
    name: machine.name,
    state: job?.State ?? "no job",
    seconds: (Date.parse(job?.EndTime ?? "") - Date.parse(job?.StartTime ?? "")) / 1000,
    starts: used.sessions - (before?.sessions ?? 0) + detached,
    connections: used.connections - (before?.connections ?? 0),
    megabytes: (used.bytes - (before?.bytes ?? 0)) / 1e6,
  };
}

function print(updates: readonly ReturnType<typeof updateOf>[], wallSeconds: number): void {
  const line = (of: "seconds" | "starts" | "connections" | "megabytes") => {
    const { median, min, max } = spread(updates.map((update) => update[of]));
    return [shown(median), shown(min), shown(max)];
  };
  printTable(
    ["an update", "median", "least", "most"],
    [
      ["starts of PowerShell (goal 4)", ...line("starts")],
      ["connections", ...line("connections")],
      ["megabytes, both directions", ...line("megabytes")],
      ["seconds of its job", ...line("seconds")],
    ],
  );
  console.log(`${updates.filter(({ state }) => state === "Succeeded").length} of ${updates.length} succeeded, ${shown(wallSeconds)} s in all`);
}
