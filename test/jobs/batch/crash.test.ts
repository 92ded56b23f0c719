import { describe, expect, it } from "vitest";
import { FleetError } from "../../../lib/core/errors.js";
import { isFinal, type Job } from "../../../lib/jobs/job.js";
import { memoryBatches } from "../../store/memory/memory-batches.js";
import { memoryEvents } from "../../store/memory/memory-events.js";
import { memoryGroups } from "../../store/memory/memory-groups.js";
import { memoryJobQueue } from "../../store/memory/memory-job-queue.js";
import { memoryJobs } from "../../store/memory/memory-jobs.js";
import { memoryMachines } from "../../store/memory/memory-machines.js";
import { batchEngine, type ChildScript } from "./batch-engine.js";
import { type Death, mortality } from "./mortality.js";

const MACHINES = 12;
const FAILING = "m-00007";

/** Some take their time, one fails, and some may wait for their account. */
const work =
  (mayLogIn: () => boolean): ChildScript =>
  ({ name }, run) => {
    if (!mayLogIn() && ["m-00004", "m-00009"].includes(name)) return { type: "suspend", error: new FleetError("AccountStopped", "refused") };
    if (run === 1 && Number(name.slice(2)) % 2) return { type: "wait", seconds: 7, message: "runs" };
    if (name === FAILING) throw new FleetError("InstallerFailed", "it broke");
    return { type: "done", message: "" };
  };

type Scenario = Readonly<{ death: Death; selection: "list" | "all"; resumes?: true }>;

/** A batch during which (or during whose resumption) the process dies at the n-th write; gives false when there were not so many. */
async function survives({ death, selection, resumes }: Scenario, n: number): Promise<boolean> {
  let mayLogIn = !resumes;
  const life = mortality(death);
  const stores = { jobs: memoryJobs(), batches: memoryBatches(), machines: memoryMachines(), groups: memoryGroups(), events: memoryEvents() };
  const mortal = Object.fromEntries(Object.entries(stores).map(([name, store]) => [name, life.of(store)])) as typeof stores; // the same names
  const engine = await batchEngine(
    Array.from({ length: MACHINES }, (_, i) => ({ tags: { wave: "1" }, ...(i < 3 && { availabilityGroup: "sql" }) })),
    { child: work(() => mayLogIn), over: { ...mortal, queue: life.of(memoryJobQueue()) } },
  );
  if (!resumes) life.dieAt(n);
  const all = { kind: "all", fabric: "fabric", container: "container", protectedOnly: false, filter: { tags: { wave: "1" } } } as const;
  const started = await engine.start({ maxConcurrency: 4, selection: selection === "all" ? all : { kind: "list" } }).catch(() => undefined);
  life.revive();
  const jobs = async () => (await stores.jobs.list({}, { size: 100 })).items;
  const batch = started?.name ?? (await jobs())[0]?.name;
  if (batch === undefined) return true; // the caller got an error, and there is no batch
  const isOver = async () => (await jobs()).every(isFinal);
  if (resumes) {
    await engine.drain();
    expect(await engine.job(batch)).toMatchObject({ state: "Suspended", learned: { batch: { suspended: 2, waiting: 0, running: 0 } } });
    mayLogIn = true;
    life.dieAt(n);
  }
  for (let i = 0; i < 50 && !(await isOver()); i++) {
    if ((await stores.jobs.find(batch))?.value.state === "Suspended") await engine.resume(batch).catch(() => undefined);
    life.revive();
    await engine.drain().catch(() => undefined);
    life.revive();
    if (await isOver()) break;
    engine.time.pass(1801);
    await engine.rescue().catch(() => undefined);
    life.revive();
  }
  await checkEnd(engine, batch, await jobs());
  return life.hasDied();
}

async function checkEnd(engine: Awaited<ReturnType<typeof batchEngine>>, name: string, jobs: readonly Job[]): Promise<void> {
  const batch = await engine.job(name);
  expect(batch).toMatchObject({ state: "Succeeded", stateDescription: "PartiallySucceeded" });
  expect(batch.learned.batch).toMatchObject({
    ...{ total: MACHINES, waiting: 0, running: 0, succeeded: MACHINES - 1, failed: 1, suspended: 0, cancelled: 0, skipped: 0 },
  });
  const children = jobs.filter(({ parent }) => parent === name);
  expect(children.map(({ target }) => target.name).sort()).toEqual(Array.from({ length: MACHINES }, (_, i) => `m-${String(i).padStart(5, "0")}`));
  for (const member of await engine.members(name)) {
    expect(children.find((one) => one.name === member.job)).toMatchObject({ state: member.state, target: { name: member.name } });
  }
  for (const { value } of await Promise.all(engine.machinesOf.map(async (machine) => (await engine.machines.find(machine)) ?? { value: machine }))) {
    expect(value.lease).toBeUndefined();
    expect(value.failuresInARow).toBe(value.name === FAILING ? 1 : 0);
  }
}

describe("a batch whose process dies", () => {
  it.each([
    { death: "before", selection: "list" },
    { death: "after", selection: "all" },
    { death: "in the middle of", selection: "all" },
  ] as const)(
    "$death any write gives each machine one child, and its counts add up (selection: $selection)",
    async (scenario) => {
      let deaths = 0;
      for (let n = 1; await survives(scenario, n); n++) deaths++;
      expect(deaths).toBeGreaterThan(60);
    },
    60_000,
  );

  it.each(["before", "after"] as const)(
    "%s any write while it is resumed lets the suspended children go on all the same",
    async (death) => {
      let deaths = 0;
      for (let n = 1; await survives({ death, selection: "list", resumes: true }, n); n++) deaths++;
      expect(deaths).toBeGreaterThan(10);
    },
    60_000,
  );
});
