import { describe, expect, it } from "vitest";
import type { JobInput } from "../../../lib/jobs/job-input.js";
import { recipeOf } from "../../../lib/jobs/recipes.js";
import { resumeJob } from "../../../lib/jobs/resume-job.js";
import { needs } from "../../here.js";
import { memoryEvents } from "../../store/memory/memory-events.js";
import { memoryJobLogs } from "../../store/memory/memory-job-logs.js";
import { memoryJobQueue } from "../../store/memory/memory-job-queue.js";
import { memoryJobs } from "../../store/memory/memory-jobs.js";
import { aFabric, anInstaller } from "../../store/samples.js";
import { isWrite, mortality } from "../batch/mortality.js";
import { jobEngine } from "./engine.js";
import { slotMachine } from "./slot-machine.js";

const [BEFORE, BETWEEN, TARGET] = ["9.16.1.1", "9.20.1.1", "9.24.1.1"];
const ON_MACHINE = new Set(["script", "stage", "launch", "look", "clear"]);

/** `runsOn`: what runs on the machine does not end until it was looked at twice. */
type Scenario = Readonly<{ title: string; input: JobInput; runsOn: boolean }>;

/** An update over two hops whose process dies right after its n-th call of a store, the queue or the machine; gives false when there were not so many. */
async function survives({ input, runsOn }: Scenario, n: number): Promise<boolean> {
  const life = mortality("after", (name) => isWrite(name) || ON_MACHINE.has(name));
  const machine = slotMachine(BEFORE);
  let looks = 0;
  const remote: typeof machine.remote = {
    ...machine.remote,
    launch: (...given) => {
      if (runsOn) machine.hold();
      looks = 0;
      return machine.remote.launch(...given);
    },
    look: async (range) => {
      const seen = await machine.remote.look(range);
      if (++looks === 2) machine.letEnd(); // whoever looks first after a death finds it running
      return seen;
    },
  };
  const engine = await jobEngine(
    {},
    {
      ...{ jobs: life.of(memoryJobs()), queue: life.of(memoryJobQueue()), events: life.of(memoryEvents()), jobLogs: life.of(memoryJobLogs()) },
      ...{ connect: async () => life.of(remote), recipeOf },
    },
  );
  await engine.fabrics.create(aFabric({ name: "fabric", generation: "Modernized" }));
  for (const version of [BETWEEN, TARGET]) await engine.installers.create(anInstaller({ version, osTag: "RHEL8-64" }));
  const { name } = await engine.start(input);
  life.dieAt(n);
  for (let turn = 0; turn < 100 && (await engine.job(name)).endTime === undefined; turn++) {
    await engine.drain(1).catch(() => undefined);
    life.revive();
    looks = 0;
    engine.clock.pass(31);
    await engine.rescue();
    if ((await engine.job(name)).state !== "Suspended") continue;
    machine.restart();
    await resumeJob(engine)(name).catch(() => undefined);
    life.revive();
  }
  const job = await engine.job(name);
  expect(job, `dead after call ${n}`).toMatchObject({ state: "Succeeded", errors: [], learned: { versionAfter: TARGET } });
  expect(machine.installed(), `dead after call ${n}`).toEqual([BETWEEN, TARGET]);
  return life.hasDied();
}

describe.skipIf(needs("flock", "setsid"))(`an update over two hops${needs("flock", "setsid")}`, () => {
  it.each<Scenario>([
    { title: "whose runs end meanwhile", input: {}, runsOn: false },
    { title: "whose runs go on", input: {}, runsOn: true },
    { title: "with a restart after each", input: { restart: true }, runsOn: false },
  ])(
    "$title succeeds, each installer run once, wherever its process is killed",
    async (scenario) => {
      let deaths = 0;
      for (let n = 1; await survives(scenario, n); n++) deaths++;
      expect(deaths).toBeGreaterThan(15);
    },
    600_000,
  );
});
