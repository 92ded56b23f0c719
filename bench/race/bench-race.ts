import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { makeInstaller } from "../../local/lab/installer/installer.js";
import { newLabKeyPair } from "../../local/lab-keys.js";
import { type BenchLab, startBenchLab } from "../lab/lab-client.js";
import { NEW_VERSION, OS_TAG, type Target } from "../lab/target.js";
import { startedProcesses } from "../measure/process-usage.js";
import { writeResult } from "../measure/report.js";
import type { BenchOptions, SideName } from "../options.js";
import { ansibleSide, lacksAnsible, lacksMitogen, mitogenSide } from "./ansible-side.js";
import { clushSide, lacksClush } from "./clush-side.js";
import { floorSide } from "./floor-side.js";
import { productSide, type RaceParts } from "./product-side.js";
import { printRace, summary } from "./race-report.js";
import { type Scenario, scenarioOf } from "./scenario.js";
import type { Side, Spent } from "./side.js";

type Start = Readonly<{ start(parts: RaceParts): Promise<Side>; forked: boolean; lacks?(): string | undefined }>;
const SIDES: Readonly<Record<SideName, Start>> = {
  product: { start: productSide, forked: false },
  ansible: { start: ansibleSide, forked: true, lacks: lacksAnsible },
  mitogen: { start: mitogenSide, forked: true, lacks: lacksMitogen },
  clush: { start: clushSide, forked: true, lacks: lacksClush },
  floor: { start: floorSide, forked: false },
};

/** Updates the same machines by each side in turn, round after round, each time from the old version. */
export async function benchRace(options: BenchOptions): Promise<void> {
  const { running, skipped } = whatRuns(options);
  for (const why of skipped) console.log(why);
  if (running.length === 0) throw new Error("nothing is left to run");
  for (const name of options.scenarios) await race(scenarioOf(name, options), running, options, skipped);
}

function whatRuns({ only }: BenchOptions): Readonly<{ running: readonly SideName[]; skipped: readonly string[] }> {
  if (process.getuid?.() !== 0) throw new Error("the race needs root: its machines are OpenSSH servers in namespaces of their own");
  const lacks = only.flatMap((name) => {
    const why = SIDES[name].lacks?.();
    return why === undefined ? [] : [{ name, why: `${name} is skipped: ${why}` }];
  });
  return { running: only.filter((side) => !lacks.some(({ name }) => name === side)), skipped: lacks.map(({ why }) => why) };
}

async function race(scenario: Scenario, names: readonly SideName[], options: BenchOptions, skipped: readonly string[]): Promise<void> {
  const { machines, installerMb, installerSeconds } = scenario;
  console.log(
    `scenario ${scenario.name}, ${scenario.about}: ${machines} machines, an installer of ${installerMb} MB that takes ${installerSeconds} s`,
  );
  const dir = await mkdtemp(join(tmpdir(), "fleet-bench-installer-"));
  const opened: { close(): Promise<void> }[] = [{ close: () => rm(dir, { recursive: true, force: true }) }];
  try {
    const sizeBytes = installerMb * 1e6;
    const installer = await makeInstaller({ version: NEW_VERSION, osTag: OS_TAG, dir, sizeBytes, seconds: installerSeconds });
    const { publicKey, privateKey } = newLabKeyPair();
    const lab = await startBenchLab({ count: machines, publicKey, python: names.includes("ansible") || names.includes("mitogen") });
    opened.unshift(lab);
    console.log(`${machines} machines are up`);
    for (const roundTripMs of scenario.roundTripsMs ?? [0])
      await raceOver(roundTripMs, { scenario, names, options, skipped, lab, installer, privateKey });
  } finally {
    for (const one of opened) await one.close();
  }
}

type Prepared = Readonly<{ scenario: Scenario; names: readonly SideName[]; options: BenchOptions; skipped: readonly string[]; lab: BenchLab }> &
  Pick<RaceParts, "installer" | "privateKey">;

/** All sides, over lines of this round trip. */
async function raceOver(roundTripMs: number, { scenario, names, options, skipped, lab, installer, privateKey }: Prepared): Promise<void> {
  const { profile } = options;
  const targets = roundTripMs === 0 ? lab.targets : await lab.lines(roundTripMs / 2);
  if (roundTripMs > 0) console.log(`over lines of ${roundTripMs} ms round trip`);
  const sides: Side[] = [];
  try {
    for (const name of names) {
      const { start, forked } = SIDES[name];
      const forks = scenario.allAtOnce && !forked ? targets.length : options.forks;
      const few = forked ? targets.slice(0, options.forkedMachines) : targets;
      const side = await start({ targets: few, installer, privateKey, forks, ...(profile && { profile }) });
      sides.unshift(side);
      console.log(`${name}: ${side.about}, ${side.targets.length} machines`);
    }
    const inOrder = sides.toReversed();
    if (scenario.allAtOnce) await practise(inOrder, targets);
    const runs = await rounds(lab, inOrder, { from: scenario.allAtOnce ? 1 : 0, to: options.rounds });
    printRace(runs, Object.fromEntries(sides.map(({ name, targets: { length } }) => [name, length])));
    const about = Object.fromEntries(sides.map((side) => [side.name, `${side.about}, ${side.targets.length} machines`]));
    const measured = { about, skipped, summary: summary(runs), runs: Object.fromEntries(runs) };
    const name = roundTripMs > 0 ? `${scenario.name}-${roundTripMs}ms` : scenario.name;
    writeResult(name, { scenario, roundTripMs, rounds: options.rounds, forks: options.forks, ...measured }, options.note);
  } finally {
    for (const side of sides) await side.close();
  }
}

/** All sides at once, each on machines of its own. */
async function practise(sides: readonly Side[], targets: readonly Target[]): Promise<void> {
  const each = Math.min(PRACTICE, Math.floor(targets.length / sides.length));
  await Promise.all(sides.map((side, i) => side.practise(targets.slice(i * each, (i + 1) * each))));
}

const PRACTICE = 10;

/** Round 0 is not counted: compilers, caches and connections get warm in it. */
async function rounds(
  lab: BenchLab,
  sides: readonly Side[],
  { from, to: count }: Readonly<{ from: number; to: number }>,
): Promise<ReadonlyMap<string, readonly Spent[]>> {
  const runs = new Map<string, Spent[]>(sides.map(({ name }) => [name, []]));
  for (let round = from; round <= count; round++) {
    for (const side of sides) {
      const spent = await runOnce(lab, side);
      if (round > 0) runs.get(side.name)?.push(spent);
      const counted = round > 0 ? `round ${round} of ${count}` : "warm-up";
      console.log(
        `${counted}: ${side.name} ${spent.wallSeconds.toFixed(1)} s, ${spent.cpuSeconds.toFixed(2)} s of CPU, ${spent.peakMb.toFixed(0)} MB`,
      );
    }
  }
  return runs;
}

/** From the old version; with what this machine and the lines show of it. */
async function runOnce(lab: BenchLab, side: Side): Promise<Spent> {
  const updates = side.targets.length;
  await lab.reset(updates);
  await side.warm();
  await lab.turns();
  const startedBefore = startedProcesses();
  const spent = await side.run();
  const started = (startedProcesses() - startedBefore) / updates;
  const roundTrips = (await lab.turns()) / updates;
  await lab.expectNewVersion(side.name, updates);
  return { ...spent, more: { ...spent.more, started, ...(roundTrips > 0 && { roundTrips }) } };
}
