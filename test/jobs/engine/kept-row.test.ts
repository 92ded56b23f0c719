import { expect, it } from "vitest";
import { stopJob } from "../../../lib/jobs/control/stop-job.js";
import type { StepOutcome } from "../../../lib/jobs/engine/step.js";
import { keepJobs } from "../../../lib/store/jobs/kept-jobs.js";
import { keepAccounts } from "../../../lib/store/kept-stores.js";
import { memoryAccounts } from "../../store/memory/memory-accounts.js";
import { memoryJobs } from "../../store/memory/memory-jobs.js";
import { jobEngine, type Script } from "./engine.js";

const done = (): StepOutcome => ({ type: "done", message: "did it" });
const changing = (script: Script) => Object.assign((...given: Parameters<Script>) => script(...given), { changes: true as const });

/** Jobs of which this process keeps what it wrote; `reads` counts how often it asked for a row all the same. */
function keptJobs() {
  const store = memoryJobs();
  let reads = 0;
  const find: typeof store.find = (name) => {
    reads += 1;
    return store.find(name);
  };
  return { store, jobs: keepJobs({ ...store, find }), reads: () => reads };
}

it("goes on with the row that it wrote itself, without reading it", async () => {
  const { jobs, reads } = keptJobs();
  const engine = await jobEngine({ one: changing((run) => (run < 3 ? { type: "wait", seconds: 5, message: "" } : done())) }, { jobs });
  await engine.start();
  await engine.drain();
  expect([engine.runs, reads()]).toEqual([["one", "one", "one"], 0]);
});

it("begins the turn once more when somebody else has written the row since, before anything is changed", async () => {
  const { store, jobs } = keptJobs();
  const engine = await jobEngine({ look: done, change: changing(done) }, { jobs });
  const { name } = await engine.start();
  const found = await store.find(name);
  if (!found) throw new Error("no job");
  await store.replace({ ...found.value, startedBy: "another process" }, found.etag, "NotStarted");
  await engine.drain();
  expect(engine.runs).toEqual(["look", "look", "change"]);
  expect(await engine.job(name)).toMatchObject({ state: "Succeeded", startedBy: "another process" });
});

it("ends the job that another process was asked to stop, and leaves the machine as it is", async () => {
  const { store, jobs } = keptJobs();
  const engine = await jobEngine({ change: changing(done) }, { jobs });
  const { name } = await engine.start();
  await stopJob({ ...engine, jobs: store })(name);
  await engine.drain();
  expect([engine.runs, (await engine.job(name)).state, (await engine.machine()).lease]).toEqual([[], "Cancelled", undefined]);
});

it("lets an account log in that could a moment ago, and asks anew about one that could not", async () => {
  const accounts = memoryAccounts();
  let reads = 0;
  const { kept } = keepAccounts({ ...accounts, find: (...asked) => accounts.find(...asked).finally(() => (reads += 1)) }, 60_000);
  const engine = await jobEngine({ one: done }, { accounts, keptAccounts: kept });
  await engine.start();
  await engine.drain();
  expect(reads).toBe(1);
  const found = await accounts.find("fabric", "1");
  if (!found) throw new Error("no account");
  await accounts.replace({ ...found.value, stopped: true }, found.etag); // seen when the kept answer is over
  await engine.start();
  await engine.drain();
  expect([reads, engine.runs]).toEqual([1, ["one", "one"]]);
  const stopped = keepAccounts(accounts, 60_000).kept;
  await stopped.find("fabric", "1");
  const lifted = await accounts.find("fabric", "1");
  await accounts.replace({ ...found.value, stopped: false }, lifted?.etag ?? "");
  const again = await jobEngine({ one: done }, { accounts: { ...accounts, create: async () => found }, keptAccounts: stopped });
  await again.start();
  await again.drain();
  expect(again.runs).toEqual(["one"]);
});
