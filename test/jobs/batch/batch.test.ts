import { describe, expect, it } from "vitest";
import { FleetError } from "../../../lib/core/errors.js";
import type { Machine } from "../../../lib/fleet/machines/machine.js";
import type { Selection } from "../../../lib/jobs/job-input.js";
import { aFabric } from "../../store/samples.js";
import { batchEngine, type ChildScript } from "./batch-engine.js";

const machines = (n: number, over: (i: number) => Partial<Machine> = () => ({})): Partial<Machine>[] => Array.from({ length: n }, (_, i) => over(i));

/** Fails on these machines, by their number. */
const failsOn =
  (...numbers: readonly number[]): ChildScript =>
  ({ name }) => {
    if (numbers.includes(Number(name.slice(2)))) throw new FleetError("InstallerFailed", "it broke");
    return { type: "done", message: "did it" };
  };

const takes =
  (seconds: number, then: ChildScript = () => ({ type: "done", message: "" })): ChildScript =>
  (machine, run, context) =>
    run === 1 ? { type: "wait", seconds, message: "runs" } : then(machine, run, context);

describe("a batch", () => {
  it("opens a child for every machine, never more at once than it may, and succeeds when all did", async () => {
    const engine = await batchEngine(machines(23), { child: takes(10) });
    const { name } = await engine.start({ maxConcurrency: 4 }, { accountId: "1" });
    await engine.drain();
    expect(await engine.job(name)).toMatchObject({
      state: "Succeeded",
      stateDescription: "Completed",
      tasks: [{ message: "23 machines" }, { message: "23 of 23 succeeded" }],
      learned: { batch: { total: 23, succeeded: 23, waiting: 0, running: 0 } },
    });
    expect(engine.begun).toHaveLength(23);
    expect(engine.mostAtOnce()).toBe(4);
    const [first] = await engine.members(name);
    const child = await engine.job(first?.job ?? "");
    expect(child).toMatchObject({ parent: name, recipe: "update", state: "Succeeded", input: { accountId: "1" } });
    expect(child.input.batch).toBeUndefined();
  });

  it("looks after children that take long every 30 s at most, and after half a poll at least", async () => {
    const engine = await batchEngine(machines(2), { child: takes(500) });
    const { send } = engine.queue;
    const waits: number[] = [];
    const { name } = await engine.start();
    engine.queue.send = async (message, seconds) => {
      if (message.jobName === name && seconds > 0) waits.push(seconds);
      await send(message, seconds);
    };
    await engine.drain();
    expect(await engine.job(name)).toMatchObject({ state: "Succeeded" });
    expect([Math.min(...waits), Math.max(...waits)]).toEqual([5, 30]);
  });

  it("is called back by the first child that ends in the same process while it is away, and opens the next one then", async () => {
    const engine = await batchEngine(machines(3), { child: takes(500) });
    const { send } = engine.queue;
    let calls = 0;
    const { name } = await engine.start({ maxConcurrency: 1 });
    const began = engine.time.now().getTime();
    engine.queue.send = async (message, seconds) => {
      if (message.jobName === name && seconds === 0) calls++;
      await send(message, seconds);
    };
    await engine.drain();
    expect(await engine.job(name)).toMatchObject({ state: "Succeeded" });
    expect(calls).toBe(3);
    expect((Date.parse((await engine.job(name)).endTime ?? "") - began) / 1000).toBeLessThan(3 * 500 + 3);
  });

  it("is called back once, though others end while it is at work", async () => {
    const oneByOne: ChildScript = (machine, ...more) => takes(100 + Number(machine.name.slice(2)))(machine, ...more); // a second apart
    const engine = await batchEngine(machines(4), { child: oneByOne });
    const { send } = engine.queue;
    let calls = 0;
    const { name } = await engine.start();
    engine.queue.send = async (message, seconds) => {
      if (message.jobName === name && seconds === 0) calls++;
      await send(message, seconds);
    };
    await engine.drain();
    expect(await engine.job(name)).toMatchObject({ state: "Succeeded" });
    expect(calls).toBe(1);
  });

  it("selects all machines that fit, from every container, and says how many", async () => {
    const engine = await batchEngine(machines(12, (i) => ({ osTag: i % 2 ? "RHEL9-64" : "UBUNTU-22.04-64", protectedItem: `p-${i}` })));
    await engine.fabrics.create(aFabric({ name: "fabric" }));
    await engine.fabrics.createContainer({ fabric: "fabric", name: "container", friendlyName: "container" });
    const selection = { kind: "all", fabric: "fabric", protectedOnly: true, filter: { osTag: "rhel9-64", namePattern: "web-*" } } as const;
    const { name } = await engine.start({ selection });
    await engine.drain();
    expect(await engine.job(name)).toMatchObject({ state: "Succeeded", tasks: [{ message: "6 machines" }, {}], learned: { batch: { total: 6 } } });
    expect(engine.begun.map((one) => Number(one.slice(2)) % 2)).toEqual(Array(6).fill(1));
  });

  it("selects from several fabrics in the order in which they are named, and what each says of its own machines", async () => {
    const site = (i: number) => (i % 3 === 0 ? { fabric: "fabric" } : { fabric: i % 3 === 1 ? "other" : "third" });
    const engine = await batchEngine(machines(9, (i) => ({ ...site(i), protectedItem: `p-${i}` })));
    for (const name of ["fabric", "other", "third"]) {
      await engine.fabrics.create(aFabric({ name }));
      await engine.fabrics.createContainer({ fabric: name, name: "container", friendlyName: "container" });
    }
    const selection: Selection = {
      kind: "all",
      fabric: "other",
      otherFabrics: ["fabric"],
      protectedOnly: true,
      filter: { states: ["Unknown", "Current", "Update", "Blocked"] },
    };
    const { name } = await engine.start({ selection });
    await engine.drain();
    expect(await engine.job(name)).toMatchObject({ state: "Succeeded", learned: { batch: { total: 6, succeeded: 6 } } });
    expect((await engine.members(name)).map(({ fabric }) => fabric)).toEqual(["other", "other", "other", "fabric", "fabric", "fabric"]);
  });

  it("ends with a word about it when no machine fits", async () => {
    const engine = await batchEngine(machines(2));
    const selection = { kind: "all", fabric: "fabric", container: "container", protectedOnly: true, filter: {} } as const;
    const { name } = await engine.start({ selection });
    await engine.drain();
    expect(await engine.job(name)).toMatchObject({
      state: "Succeeded",
      stateDescription: "CompletedWithInformation",
      tasks: [{}, { message: "No machine fits" }],
    });
  });

  it("is a partial success when some machines failed, and a failure when all did", async () => {
    const some = await batchEngine(machines(5), { child: failsOn(1, 3) });
    const partly = await some.start();
    await some.drain();
    expect(await some.job(partly.name)).toMatchObject({
      state: "Succeeded",
      stateDescription: "PartiallySucceeded",
      learned: { batch: { succeeded: 3, failed: 2 } },
    });
    expect((await some.members(partly.name, "Failed"))[0]?.reason).toBe("InstallerFailed: it broke");
    const none = await batchEngine(machines(2), { child: failsOn(0, 1) });
    const failed = await none.start();
    await none.drain();
    expect(await none.job(failed.name)).toMatchObject({ state: "Failed", errors: [{ code: "BatchFailed" }], learned: { batch: { failed: 2 } } });
  });

  it.each([
    ["a number", { count: 2 }],
    ["a part of all", { percent: 20 }],
  ])("opens no more children after so many failures (%s), finishes what runs, and goes on when it is resumed", async (_how, maxFailures) => {
    const engine = await batchEngine(machines(10), { child: takes(10, failsOn(0, 1, 2)) });
    const { name } = await engine.start({ maxFailures, maxConcurrency: 3 });
    await engine.drain();
    expect(await engine.job(name)).toMatchObject({
      state: "Suspended",
      errors: [{ code: "BatchHalted" }],
      learned: { batch: { failed: 3, waiting: 7, running: 0 } },
    });
    expect(engine.begun).toHaveLength(3);
    await engine.resume(name);
    await engine.drain();
    expect(await engine.job(name)).toMatchObject({
      state: "Succeeded",
      stateDescription: "PartiallySucceeded",
      learned: { batch: { succeeded: 7, failed: 3 } },
    });
  });

  it("never has two members of an availability group at work, and skips the rest of a group whose member failed", async () => {
    const atWork = new Map<string, number>();
    let together = 0;
    const child: ChildScript = (machine, run) => {
      const group = machine.availabilityGroup ?? "";
      if (run === 1) {
        atWork.set(group, (atWork.get(group) ?? 0) + 1);
        together = Math.max(together, atWork.get(group) ?? 0);
        return { type: "wait", seconds: 5, message: "" };
      }
      atWork.set(group, (atWork.get(group) ?? 0) - 1);
      if (machine.name === "m-00001") throw new FleetError("ServicesNotRunning", "not healthy");
      return { type: "done", message: "" };
    };
    const engine = await batchEngine(
      machines(9, (i) => ({ availabilityGroup: `sql-${i % 3}` })),
      { child },
    );
    const { name } = await engine.start({ maxConcurrency: 9 });
    await engine.drain();
    expect(together).toBe(1);
    expect(await engine.progress(name)).toMatchObject({ succeeded: 6, failed: 1, skipped: 2 });
    expect((await engine.members(name, "Skipped")).map(({ name: one }) => one)).toEqual(["m-00004", "m-00007"]);
  });

  it("takes machines that failed before last when it goes by risk", async () => {
    const engine = await batchEngine(machines(6, (i) => ({ failuresInARow: [2, 0, 1, 0, 0, 7][i] ?? 0 })));
    await engine.start({ order: "Risk", maxConcurrency: 1 });
    await engine.drain();
    expect(engine.begun.map((one) => Number(one.slice(2)))).toEqual([1, 3, 4, 2, 0, 5]);
  });

  it("stops: no new child, those that run are asked to end, and it waits for them", async () => {
    const engine = await batchEngine(machines(10), {
      child: (_machine, run) => (run < 100 ? { type: "wait", seconds: 5, message: "" } : { type: "done", message: "" }),
    });
    const { name } = await engine.start({ maxConcurrency: 4 });
    await engine.drain(3);
    await engine.stop(name);
    await engine.drain();
    expect(await engine.job(name)).toMatchObject({ state: "Cancelled", learned: { batch: { cancelled: 4, waiting: 6, running: 0 } } });
    expect((await engine.job(name)).tasks[1]?.message).toBe("Stopped: 0 of 10 succeeded, 4 cancelled, 6 waiting");
    expect(engine.begun).toHaveLength(4);
  });

  it("can be stopped while it is suspended", async () => {
    const engine = await batchEngine(machines(4), { child: failsOn(0) });
    const { name } = await engine.start({ maxFailures: { count: 1 }, maxConcurrency: 1 });
    await engine.drain();
    expect((await engine.job(name)).state).toBe("Suspended");
    await engine.stop(name);
    await engine.drain();
    expect(await engine.job(name)).toMatchObject({ state: "Cancelled", learned: { batch: { failed: 1, waiting: 3 } } });
  });

  it("is suspended with its children when their account is refused, and resumed with them", async () => {
    let refused = true;
    const child: ChildScript = () =>
      refused ? { type: "suspend", error: new FleetError("AccountStopped", "refused") } : { type: "done", message: "" };
    const engine = await batchEngine(machines(8), { child });
    const { name } = await engine.start({ maxConcurrency: 3 });
    await engine.drain();
    expect(await engine.job(name)).toMatchObject({
      state: "Suspended",
      errors: [{ code: "AccountStopped" }],
      learned: { batch: { suspended: 3, waiting: 5 } },
    });
    refused = false;
    await engine.resume(name);
    await engine.drain();
    expect(await engine.job(name)).toMatchObject({
      state: "Succeeded",
      stateDescription: "Completed",
      learned: { batch: { succeeded: 8, suspended: 0 } },
    });
    expect([...engine.runsOf.values()]).toEqual([2, 2, 2, 1, 1, 1, 1, 1]); // the suspended ones went on as the same jobs
  });
});
