import { expect, it } from "vitest";
import { silentLog } from "../../../lib/core/log.js";
import type { StepOutcome } from "../../../lib/jobs/engine/step.js";
import { lookOut } from "../../../lib/jobs/rescue/look-out.js";
import { freeStaleJobs } from "../../../lib/jobs/rescue/rescue.js";
import { jobEngine } from "../engine/engine.js";
import { openGate } from "../open-gate.js";

const done = (): StepOutcome => ({ type: "done", message: "" });
const wait = (): StepOutcome => ({ type: "wait", seconds: 600, message: "" });

/** A look-out whose beats the test gives: `beat` resolves when all that the beat does is done, with false when it was the last. */
async function watched(steps: Parameters<typeof jobEngine>[0]) {
  const engine = await jobEngine(steps);
  let pending: (() => void) | undefined;
  let asked = openGate();
  const sleep = (_ms: number, signal?: AbortSignal) =>
    new Promise<void>((resolve, reject) => {
      if (signal) signal.onabort = () => reject(signal.reason);
      pending = resolve;
      asked.open();
    });
  const rescue = { ...engine, rescueAfterMs: 30_000, retrySeconds: 15 };
  const look = lookOut({ ...rescue, clock: { ...engine.clock, sleep }, log: silentLog, look: freeStaleJobs(rescue) });
  const beat = async () => {
    await asked.passed;
    asked = openGate();
    engine.clock.pass(10);
    pending?.();
    const stopped = async () => {
      while (engine.queue.keptBack.at(-1) !== null) await new Promise(setImmediate);
      return false;
    };
    return Promise.race([asked.passed.then(() => true), stopped()]);
  };
  return { ...engine, look, beat };
}

it("sends a job again within four beats of its worker's death", async () => {
  const engine = await watched({ one: done });
  await engine.start();
  engine.queue.take(); // received by a worker that dies
  engine.look.wake();
  for (let beats = 0; beats < 4; beats++) expect(await engine.beat()).toBe(true);
  expect(engine.queue.sent).toMatchObject([{ message: { ticket: 2 }, delaySeconds: 0 }]);
  engine.look.end();
});

it("keeps a message back while jobs are open, puts it off at each beat, and takes it back when none is", async () => {
  const engine = await watched({ one: (run) => (run === 1 ? wait() : done()) });
  await engine.start();
  engine.look.wake();
  await engine.drain(1);
  expect(await engine.beat()).toBe(true);
  await engine.drain();
  expect(await engine.beat()).toBe(false);
  expect(engine.queue.keptBack).toEqual([30, 30, 30, null]);
});

it("shows again and again that a turn lives, so that nobody takes it for lost", async () => {
  const gate = openGate();
  const began = openGate();
  const engine = await watched({
    one: async () => {
      began.open();
      await gate.passed;
      return done();
    },
  });
  const { name } = await engine.start();
  engine.look.wake();
  const turn = engine.drain(1);
  await began.passed;
  for (let beats = 0; beats < 12; beats++) await engine.beat();
  expect(await engine.job(name)).toMatchObject({ ticket: 1 });
  expect(engine.queue.sent).toEqual([]);
  gate.open();
  await turn;
  expect((await engine.job(name)).state).toBe("Succeeded");
  engine.look.end();
});

it("goes on when storage was away for a while", async () => {
  const engine = await watched({ one: wait });
  await engine.start();
  const { listOverdue } = engine.jobs;
  engine.jobs.listOverdue = async () => {
    throw new Error("storage is away");
  };
  engine.look.wake();
  expect(await engine.beat()).toBe(true);
  engine.jobs.listOverdue = listOverdue;
  expect(await engine.beat()).toBe(true);
  engine.look.end();
});

it("goes on for a job that comes while the message is taken back", async () => {
  const engine = await watched({ one: done });
  const { keepBack } = engine.queue;
  const queue = {
    ...engine.queue,
    keepBack: async (seconds: number) => ({
      ...(await keepBack(seconds)),
      remove: async () => look.wake(),
    }),
  };
  let sleeps = 0;
  const second = openGate();
  const sleep = async () => {
    if (++sleeps === 2) second.open();
    if (sleeps > 1) await new Promise(() => {});
  };
  const rescue = { ...engine, rescueAfterMs: 30_000, retrySeconds: 15 };
  const look = lookOut({ ...rescue, queue, clock: { ...engine.clock, sleep }, log: silentLog, look: freeStaleJobs(rescue) });
  look.wake();
  await second.passed;
  expect(sleeps).toBe(2);
});
