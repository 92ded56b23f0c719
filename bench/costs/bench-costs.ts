import { setTimeout as sleep } from "node:timers/promises";
import { listMembers } from "../../lib/jobs/batch/list-members.js";
import { startBatch } from "../../lib/jobs/batch/start-batch.js";
import { startJob } from "../../lib/jobs/control/start-job.js";
import type { RunJobDeps } from "../../lib/jobs/engine/run-deps.js";
import type { Job } from "../../lib/jobs/job.js";
import type { JobCosts } from "../../lib/jobs/job-costs.js";
import { startStorage } from "../../local/storage.js";
import { inTurn } from "../measure/in-turn.js";
import { watchPeak } from "../measure/peak.js";
import { printTable, shown, writeResult } from "../measure/report.js";
import type { BenchOptions } from "../options.js";
import { APART, aBatch, anUpdate, expectDone, type Rows, seed, storedRows } from "../scale/simulated-fleet.js";
import { movedClock, type TakesMs, takesMs } from "./moved-clock.js";

const MACHINES = 40;
/** The first jobs teach how long such an installer takes. */
const TEACHERS = 8;
const DURATIONS = [0, 60, 120, 300];
/** So long the process keeps what it knows of such runs, and longer than it gathers what it takes away. */
const KEPT_MS = 6000;

type Costs = Record<keyof JobCosts, number> & {
  operations: number;
  batchFunctionMs: number;
  wallSeconds: number;
  endedLateSeconds: number;
  peakMb: number;
};

/** What one update costs by how long its installer takes: simulated machines and time, rows in Azurite, the queue beside it. */
export async function benchCosts({ machines = MACHINES, installerSeconds: one, roundTripMs, note }: BenchOptions): Promise<void> {
  const results: ({ installerSeconds: number } & Costs)[] = [];
  const takes = takesMs(roundTripMs);
  for (const installerSeconds of one === undefined ? DURATIONS : [one]) {
    const storage = await startStorage();
    try {
      const rows = await storedRows(storage.connectionString);
      results.push({ installerSeconds, ...(await updates(rows, { machines, installerSeconds, takes })) });
    } finally {
      await storage.close();
    }
  }
  printTable(
    ["installer s", "function s", "of the batch, each", "operations", "logins", "looks", "messages", "seen late by s", "wall s", "peak MB"],
    results.map(({ installerSeconds, functionMs, batchFunctionMs, operations, logins, looks, messages, endedLateSeconds, wallSeconds, peakMb }) => [
      `${installerSeconds}`,
      ...[functionMs / 1000, batchFunctionMs / 1000, operations, logins, looks, messages, endedLateSeconds, wallSeconds, peakMb].map(shown),
    ]),
  );
  writeResult("costs", { machines, taught: TEACHERS, takesMs: takes, queue: "one sending and one removal a message", results }, note);
}

type Size = Readonly<{ machines: number; installerSeconds: number; takes: TakesMs }>;

async function updates(rows: Rows, { machines, installerSeconds, takes }: Size): Promise<Costs> {
  const host = movedClock(rows, { installerSeconds, takes });
  const { deps, within, runOut } = host;
  const names = await within(() => seed(deps, machines + TEACHERS, TEACHERS));
  await within(() => inTurn(names.slice(0, TEACHERS), 1, (name) => startJob(deps)(anUpdate(name, APART))));
  await runOut();
  await sleep(KEPT_MS);
  const operations = rows.counter();
  const peak = watchPeak(() => process.memoryUsage.rss(), 100); // of this process, the simulated machines among it
  const [receivedBefore, began] = [host.received(), host.now()];
  const { name } = await within(() => startBatch(deps)(aBatch(machines)));
  await runOut();
  const wallSeconds = (host.now() - began) / 1000;
  await sleep(KEPT_MS);
  const peakMb = peak.stop() / 1e6;
  const total = operations.total() + 2 * (host.received() - receivedBefore);
  operations.stop();
  await within(() => expectDone(deps, names.slice(TEACHERS)));
  const jobs = await within(() => jobsOf(deps, name));
  return { ...costsOf(jobs, installerSeconds), operations: total / machines, wallSeconds, peakMb };
}

type Jobs = Readonly<{ batch: Job; children: readonly Job[] }>;

async function jobsOf({ jobs, batches }: Pick<RunJobDeps, "jobs" | "batches">, name: string): Promise<Jobs> {
  const children: Job[] = [];
  for await (const { job = "" } of listMembers(batches, name)) {
    const child = (await jobs.find(job))?.value;
    if (child) children.push(child);
  }
  const batch = (await jobs.find(name))?.value;
  if (!batch) throw new Error(`the batch ${name} is not there`);
  return { batch, children };
}

function costsOf({ batch, children }: Jobs, installerSeconds: number): Omit<Costs, "operations" | "wallSeconds" | "peakMb"> {
  const mean = (pick: (job: Job) => number) => children.reduce((sum, job) => sum + pick(job), 0) / children.length;
  const kinds = Object.keys(children[0]?.costs ?? {}) as (keyof JobCosts)[]; // of the row's schema
  return {
    ...(Object.fromEntries(kinds.map((kind) => [kind, mean(({ costs }) => costs?.[kind] ?? 0)])) as Record<keyof JobCosts, number>), // the same keys
    batchFunctionMs: (batch.costs?.functionMs ?? 0) / children.length,
    endedLateSeconds: mean(({ endTime = "", learned }) => {
      const launched = Object.values(learned.runs ?? {})[0]?.launchedAt ?? "";
      return (Date.parse(endTime) - Date.parse(launched)) / 1000 - installerSeconds;
    }),
  };
}
