import { describe, expect, it } from "vitest";
import { restartJob } from "../../../lib/jobs/control/restart-job.js";
import type { Job } from "../../../lib/jobs/job.js";
import { batchEngine, type ChildScript } from "./batch-engine.js";

const HOUR = 3600;
const SIX = Array.from({ length: 6 }, () => ({}));

/** Takes so long on each machine. */
const takes =
  (seconds: number): ChildScript =>
  (_machine, run) =>
    run === 1 ? { type: "wait", seconds, message: "at work" } : { type: "done", message: "did it" };

type Engine = Awaited<ReturnType<typeof batchEngine>>;

const inSeconds = ({ time }: Engine, seconds: number): string => new Date(time.now().getTime() + seconds * 1000).toISOString();
const childrenOf = async ({ jobs }: Engine, { name }: Pick<Job, "name">) =>
  (await jobs.list({}, { size: 100 })).items.filter(({ parent }) => parent === name);

describe("a batch with a window", () => {
  it("begins no machine before it, and waits for it in one message a week at most", async () => {
    const engine = await batchEngine(SIX);
    const notBefore = inSeconds(engine, 20 * 24 * HOUR); // longer than its step may take, and than a message can wait
    const batch = await engine.start({ notBefore });
    await engine.drain(3);
    expect(await engine.job(batch.name)).toMatchObject({
      state: "InProgress",
      tasks: [{ message: "6 machines" }, { message: `Waits for its window, which begins at ${notBefore}: 0 of 6 succeeded, 6 waiting` }],
    });
    expect(await childrenOf(engine, batch)).toEqual([]);
    await engine.drain();
    const done = await engine.job(batch.name);
    expect(done).toMatchObject({ state: "Succeeded", learned: { batch: { succeeded: 6 } } });
    for (const child of await childrenOf(engine, batch)) expect(child.createdTime >= notBefore).toBe(true);
    expect(done.turn).toBeLessThan(12);
  });

  it("says at once, and not at its beginning, that no machine fits", async () => {
    const engine = await batchEngine([]);
    const { name } = await engine.start({ notBefore: inSeconds(engine, HOUR) });
    await engine.drain(2);
    expect(await engine.job(name)).toMatchObject({ state: "Succeeded", learned: { warnings: ["No machine fits the selection."] } });
  });

  it("finishes what runs at its end, and begins nothing more", async () => {
    const engine = await batchEngine(SIX, { child: takes(40) });
    const notAfter = inSeconds(engine, 60);
    const batch = await engine.start({ maxConcurrency: 2, notAfter });
    await engine.drain();
    const { state, stateDescription, learned } = await engine.job(batch.name);
    expect({ state, stateDescription }).toEqual({ state: "Succeeded", stateDescription: "PartiallySucceeded" });
    expect(learned).toMatchObject({
      batch: { succeeded: 4, skipped: 2, missedWindow: 2 },
      warnings: [`The window of the batch ended at ${notAfter}, before 2 of 6 machines were begun`],
    });
    const ended = (await childrenOf(engine, batch)).map(({ endTime = "" }) => endTime).sort();
    expect(ended.at(-1)?.localeCompare(notAfter)).toBe(1);
    const [skipped] = await engine.members(batch.name, "Skipped");
    expect(skipped?.reason).toBe(`WindowEnded: The window of the batch ended at ${notAfter}, before the machine was begun`);
  });

  it("fails where nothing was begun in it", async () => {
    const engine = await batchEngine(SIX);
    const notAfter = inSeconds(engine, -1);
    const { name } = await engine.start({ notAfter });
    await engine.drain();
    expect(await engine.job(name)).toMatchObject({
      state: "Failed",
      errors: [{ code: "WindowEnded", message: `The window of the batch ended at ${notAfter}, before 6 of 6 machines were begun` }],
      learned: { batch: { skipped: 6, missedWindow: 6, waiting: 0 } },
    });
  });

  it("ends a child that waited for its machine all the time, without touching it", async () => {
    const engine = await batchEngine([{}], { child: takes(600) });
    await engine.start();
    await engine.drain(1);
    const batch = await engine.start({ notAfter: inSeconds(engine, 120) });
    await engine.drain();
    expect([...engine.runsOf.values()]).toEqual([2]); // of the batch before
    const [child] = await childrenOf(engine, batch);
    expect(child).toMatchObject({ state: "Cancelled", errors: [{ code: "WindowEnded" }] });
    const { state, errors, learned } = await engine.job(batch.name);
    expect({ state, errors, learned }).toMatchObject({
      ...{ state: "Failed", errors: [{ code: "WindowEnded" }], learned: { batch: { cancelled: 1, missedWindow: 1 } } },
    });
  });

  it("is stopped before it begins", async () => {
    const engine = await batchEngine(SIX);
    const { name } = await engine.start({ notBefore: inSeconds(engine, HOUR) });
    await engine.drain(1);
    await engine.stop(name);
    await engine.drain();
    expect(await engine.job(name)).toMatchObject({ state: "Cancelled", learned: { batch: { waiting: 6 } } });
    expect(engine.begun).toEqual([]);
  });

  it("that halted leaves its rest when it is resumed after it", async () => {
    let broken = true;
    const engine = await batchEngine(SIX, {
      child: () => {
        if (broken) throw new Error("it broke");
        return { type: "done", message: "" };
      },
    });
    const { name } = await engine.start({ maxConcurrency: 1, maxFailures: { count: 1 }, notAfter: inSeconds(engine, HOUR) });
    await engine.drain();
    expect(await engine.job(name)).toMatchObject({ state: "Suspended", learned: { batch: { failed: 1, waiting: 5 } } });
    broken = false;
    engine.time.pass(2 * HOUR);
    await engine.resume(name);
    await engine.drain();
    expect(await engine.job(name)).toMatchObject({
      state: "Failed",
      errors: [{ code: "BatchFailed" }],
      learned: { batch: { failed: 1, skipped: 5 } },
    });
  });

  it("is done again only in another one, with what was left", async () => {
    const engine = await batchEngine(SIX, { child: takes(40) });
    const { name } = await engine.start({ maxConcurrency: 2, notAfter: inSeconds(engine, 60) });
    await engine.drain();
    const ended = await engine.job(name);
    await expect(restartJob(engine)(ended)).rejects.toMatchObject({ code: "Conflict", target: "NotAfter" });
    const notBefore = inSeconds(engine, HOUR);
    const again = await restartJob(engine)(ended, {}, { notBefore, notAfter: inSeconds(engine, 2 * HOUR) });
    await engine.drain();
    expect(await engine.job(again.name)).toMatchObject({
      state: "Succeeded",
      stateDescription: "Completed",
      learned: { batch: { total: 2, succeeded: 2 } },
    });
    for (const child of await childrenOf(engine, again)) expect(child.createdTime >= notBefore).toBe(true);
  });

  it("leaves a child that somebody starts again by hand without it", async () => {
    const engine = await batchEngine([{}], {
      child: () => {
        throw new Error("it broke");
      },
    });
    const batch = await engine.start({ notAfter: inSeconds(engine, 60) });
    await engine.drain();
    const [child] = await childrenOf(engine, batch);
    if (!child) throw new Error("it has a child");
    expect(child.input.notAfter).toBeDefined();
    expect((await restartJob(engine)(child)).input.notAfter).toBeUndefined();
  });
});
