import { describe, expect, it } from "vitest";
import { startBatch } from "../../../lib/jobs/batch/start-batch.js";
import { runJob } from "../../../lib/jobs/engine/run-job.js";
import type { JobMessage, JobQueue } from "../../../lib/jobs/ports.js";
import { RECIPES } from "../../../lib/jobs/recipes.js";
import { memoryBatches } from "../../store/memory/memory-batches.js";
import { memoryJobs } from "../../store/memory/memory-jobs.js";
import { memoryMachines } from "../../store/memory/memory-machines.js";
import { aMachine, handClock, jobEngine, timing } from "../engine/engine.js";

const rows = (args: readonly unknown[]): number => args.find(Array.isArray)?.length ?? 1;

/** Requests that a call of a store costs, as docs/storage.md has them. */
const COSTS: Readonly<Record<string, (args: readonly unknown[]) => number>> = {
  add: (args) => Math.ceil(rows(args) / 50),
  move: (args) => Math.ceil(rows(args) / 50),
  takeKept: () => 0,
  createMany: (args) => 2 * Math.ceil(rows(args) / 100) + rows(args),
  create: () => 2,
};

/** A batch of so many machines whose children take so long, without the children's own work. */
async function simulate(machines: number, childSeconds: number, maxConcurrency: number) {
  let requests = 0;
  const counted = <T extends object>(store: T): T =>
    new Proxy(store, {
      get: (target, name) => {
        const value: unknown = Reflect.get(target, name);
        if (typeof value !== "function") return value;
        return (...args: unknown[]) => {
          requests += COSTS[String(name)]?.(args) ?? 1;
          return value.apply(target, args);
        };
      },
    });
  const jobs = memoryJobs();
  const time = handClock();
  const ends: { at: number; name: string }[] = [];
  const own: { message: JobMessage; delaySeconds: number }[] = [];
  let batch = "";
  const queue: JobQueue = {
    async send(message, delaySeconds) {
      if (batch === "" || message.jobName === batch) own.push({ message, delaySeconds });
      else ends.push({ at: time.now().getTime() + childSeconds * 1000, name: message.jobName });
    },
  };
  const endChildren = async () => {
    while (ends[0] && ends[0].at <= time.now().getTime()) {
      const child = await jobs.find(ends.shift()?.name ?? "");
      if (child) await jobs.replace({ ...child.value, state: "Succeeded" }, child.etag, "NotStarted");
    }
  };
  const goOn = async (ms: number) => {
    time.pass(ms / 1000);
    await endChildren();
  };
  const clock = { now: time.now, sleep: goOn };
  const list = memoryMachines();
  list.list = async (_fabric, _container, { size, after = "-1" }) => {
    const first = Number(after) + 1;
    const items = Array.from({ length: Math.min(size, machines - first) }, (_, i) =>
      aMachine({ name: String(first + i), friendlyName: `web-${first + i}` }),
    );
    return first + size < machines ? { items, next: String(first + size - 1) } : { items };
  };
  const over = { clock, jobs: counted(jobs), batches: counted(memoryBatches()), machines: counted(list), recipeOf: () => RECIPES.batch };
  const engine = await jobEngine({}, over);
  const deps = { ...engine, clock, queue: counted(queue) };
  requests = 0;
  const target = { kind: "batch", fabric: "fabric", container: "container", name: "container", friendlyName: "container" } as const;
  const selection = { kind: "all", fabric: "fabric", container: "container", protectedOnly: false, filter: {} } as const;
  batch = (await startBatch(deps)({ target, batch: { recipe: "update", selection, maxConcurrency, order: "Given" }, input: {} })).name;
  const atStart = requests;
  let longestMs = 0;
  let biggestRow = 0;
  for (let next = own.shift(); next; next = own.shift()) {
    await goOn(next.delaySeconds * 1000);
    const began = time.now().getTime();
    await runJob(deps)(next.message);
    longestMs = Math.max(longestMs, time.now().getTime() - began);
    biggestRow = Math.max(biggestRow, JSON.stringify(await engine.job(batch)).length);
  }
  return { job: await engine.job(batch), perChild: requests / machines, longestMs, biggestRow, atStart };
}

describe("a batch of many machines", () => {
  it("has no long invocation, no big row and no long call with 10,000 of them", async () => {
    const { job, ...cost } = await simulate(10_000, 0, 200);
    expect(job).toMatchObject({ state: "Succeeded", learned: { batch: { total: 10_000, succeeded: 10_000 } } });
    expect(cost.atStart).toBeLessThanOrEqual(4); // one of them asks whether the same call came before
    expect(cost.longestMs).toBeLessThanOrEqual(timing.runBudgetMs + 2000);
    expect(cost.biggestRow).toBeLessThan(5000);
    expect(cost.perChild).toBeLessThan(3);
  }, 60_000);

  it("costs at most 4 requests a child beside the child's own work also when children take their time", async () => {
    const { job, perChild } = await simulate(1000, 20, 50);
    expect(job.learned.batch?.succeeded).toBe(1000);
    expect(perChild).toBeLessThan(4); // two of them create the child and send its message
  }, 60_000);
});
