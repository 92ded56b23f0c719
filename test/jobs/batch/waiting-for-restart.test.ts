import { describe, expect, it } from "vitest";
import { FleetError } from "../../../lib/core/errors.js";
import type { Machine } from "../../../lib/fleet/machines/machine.js";
import { batchEngine, type ChildScript } from "./batch-engine.js";

/** Children on these machines wait until their machine was restarted; the others do it at once. */
function needRestart(...numbers: readonly number[]) {
  const restarted = new Set<number>();
  const child: ChildScript = ({ name }) => {
    const n = Number(name.slice(2));
    if (!numbers.includes(n) || restarted.has(n)) return { type: "done", message: "did it" };
    return { type: "suspend", error: new FleetError("WaitingForRestart", "a restart is due"), learned: { bootIdBefore: "b".repeat(32) } };
  };
  return { child, restart: (...some: readonly number[]) => some.forEach((n) => void restarted.add(n)) };
}

/** The second machine fails. */
const breaksOn1 = (needs: ReturnType<typeof needRestart>): ReturnType<typeof needRestart> => ({
  ...needs,
  child: (machine, run, context) => {
    if (machine.name === "m-00001") throw new FleetError("InstallerFailed", "it broke");
    return needs.child(machine, run, context);
  },
});

/** A batch of so many machines that has come to rest. */
async function atRest(n: number, needs: ReturnType<typeof needRestart>, how: { batch?: object; over?: (i: number) => Partial<Machine> } = {}) {
  const engine = await batchEngine(
    Array.from({ length: n }, (_, i) => how.over?.(i) ?? {}),
    { child: needs.child },
  );
  const { name } = await engine.start({ maxConcurrency: 2, ...how.batch });
  await engine.drain();
  const childOf = async (i: number) => (await engine.members(name)).find((member) => member.order === i)?.job ?? "";
  const goesOn = async (i: number) => {
    needs.restart(i);
    await engine.resume(await childOf(i));
  };
  return { engine, name, childOf, goesOn };
}

describe("a batch whose machines wait for a restart", () => {
  it("counts none of them as a failure, and opens all others", async () => {
    const { engine, name } = await atRest(9, needRestart(0, 1, 2, 3), { batch: { maxFailures: { count: 1 } } });
    expect(await engine.job(name)).toMatchObject({
      state: "Suspended",
      errors: [{ code: "WaitingForRestart", message: expect.stringContaining("5 of 9 succeeded, 4 waiting for a restart") }],
      learned: { batch: { succeeded: 5, suspended: 4, awaitingRestart: 4, waiting: 0, failed: 0 } },
    });
    expect((await engine.events.list({}, { size: 10 })).items).toEqual([]);
  });

  it("goes on by itself with each that does, waits on for the others, and ends with the last", async () => {
    const needs = needRestart(1, 3);
    const { engine, name, childOf, goesOn } = await atRest(4, needs);
    await goesOn(1);
    await engine.drain();
    expect(await engine.job(name)).toMatchObject({
      state: "Suspended",
      errors: [{ code: "WaitingForRestart" }],
      learned: { batch: { succeeded: 3, suspended: 1, awaitingRestart: 1, running: 0 } },
    });
    expect((await engine.members(name)).find(({ order }) => order === 1)).not.toHaveProperty("waitsForRestart");
    expect(engine.runsOf.get("m-00003")).toBe(1); // nobody asked it
    await goesOn(3);
    await engine.drain();
    expect(await engine.job(name)).toMatchObject({
      ...{ state: "Succeeded", stateDescription: "Completed", errors: [] },
      learned: { batch: { succeeded: 4, suspended: 0, awaitingRestart: 0 } },
    });
    expect((await engine.job(await childOf(3))).state).toBe("Succeeded");
  });

  it("takes a machine back that goes on while others are at work", async () => {
    const needs = needRestart(0);
    let resume: (() => Promise<unknown>) | undefined;
    const child: ChildScript = async (machine, run, context) => {
      if (machine.name === "m-00002" && run === 1) {
        await resume?.();
        return { type: "wait", seconds: 90, message: "runs" };
      }
      return needs.child(machine, run, context);
    };
    const engine = await batchEngine([{}, {}, {}], { child });
    const { name } = await engine.start({ maxConcurrency: 1 });
    resume = async () => {
      needs.restart(0);
      await engine.resume((await engine.members(name)).find(({ order }) => order === 0)?.job ?? "");
    };
    await engine.drain();
    expect(await engine.job(name)).toMatchObject({ state: "Succeeded", stateDescription: "Completed", learned: { batch: { succeeded: 3 } } });
  });

  it("leaves the availability group to its next member meanwhile", async () => {
    const { engine, name } = await atRest(3, needRestart(0), { over: () => ({ availabilityGroup: "sql" }) });
    expect(engine.begun).toHaveLength(3);
    expect(await engine.progress(name)).toMatchObject({ succeeded: 2, skipped: 0, awaitingRestart: 1 });
  });

  it("stays halted by failures while machines are restarted", async () => {
    const needs = needRestart(0);
    const { engine, name, goesOn } = await atRest(4, breaksOn1(needs), { batch: { maxFailures: { count: 1 }, maxConcurrency: 1 } });
    expect(await engine.job(name)).toMatchObject({ state: "Suspended", errors: [{ code: "BatchHalted" }], learned: { batch: { waiting: 2 } } });
    await goesOn(0);
    await engine.drain();
    expect(await engine.job(name)).toMatchObject({ state: "Suspended", errors: [{ code: "BatchHalted" }] });
    await engine.resume(name);
    await engine.drain();
    expect(await engine.job(name)).toMatchObject({
      state: "Succeeded",
      stateDescription: "PartiallySucceeded",
      learned: { batch: { succeeded: 3, failed: 1 } },
    });
  });

  it("forgives no failure when it goes on by itself", async () => {
    const needs = needRestart(0);
    const failed = await atRest(2, breaksOn1(needs));
    await failed.goesOn(0);
    await failed.engine.drain();
    expect(await failed.engine.job(failed.name)).toMatchObject({ stateDescription: "PartiallySucceeded" });
    expect((await failed.engine.progress(failed.name))?.forgiven).toBeUndefined();
  });

  it("looks at all of them when it is resumed itself", async () => {
    const needs = needRestart(0, 1);
    const { engine, name } = await atRest(3, needs);
    needs.restart(0);
    await engine.resume(name);
    await engine.drain();
    expect(await engine.job(name)).toMatchObject({
      state: "Suspended",
      errors: [{ code: "WaitingForRestart" }],
      learned: { batch: { succeeded: 2 } },
    });
    expect([engine.runsOf.get("m-00000"), engine.runsOf.get("m-00001")]).toEqual([2, 2]);
  });

  it("ends when the last that it waited for is stopped, and can be stopped while it waits", async () => {
    const stopped = await atRest(2, needRestart(0));
    await stopped.engine.stop(await stopped.childOf(0));
    await stopped.engine.drain();
    expect(await stopped.engine.job(stopped.name)).toMatchObject({ stateDescription: "PartiallySucceeded", learned: { batch: { cancelled: 1 } } });
    const whole = await atRest(2, needRestart(0, 1));
    await whole.engine.stop(whole.name);
    await whole.engine.drain();
    expect(await whole.engine.job(whole.name)).toMatchObject({
      state: "Cancelled",
      learned: { batch: { cancelled: 2, suspended: 0, awaitingRestart: 0 } },
    });
  });

  it("misses no child that goes on just while the batch is saved as waiting", async () => {
    const needs = needRestart(0);
    const engine = await batchEngine([{}, {}], { child: needs.child });
    const { name } = await engine.start();
    const { replace } = engine.jobs;
    let missed = 0;
    engine.jobs.replace = async (job, etag, previous) => {
      if (job.name === name && job.state === "Suspended" && missed++ === 0) {
        needs.restart(0);
        await engine.resume((await engine.members(name)).find(({ order }) => order === 0)?.job ?? "");
      }
      return replace(job, etag, previous);
    };
    await engine.drain();
    expect(await engine.job(name)).toMatchObject({ state: "Succeeded", learned: { batch: { succeeded: 2 } } });
    expect(missed).toBe(1);
  });
});
