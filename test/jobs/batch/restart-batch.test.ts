import { describe, expect, it } from "vitest";
import { FleetError } from "../../../lib/core/errors.js";
import { restartBatch } from "../../../lib/jobs/batch/restart-batch.js";
import { batchEngine, type ChildScript } from "./batch-engine.js";

const number = (name: string) => Number(name.slice(2));

describe("a batch that is done again", () => {
  it("is a new batch with the machines that did not succeed, in their order", async () => {
    let broken = true;
    const child: ChildScript = ({ name }) => {
      if (broken && number(name) % 4 === 0) throw new FleetError("InstallerFailed", "it broke");
      return { type: "done", message: "" };
    };
    const engine = await batchEngine(
      Array.from({ length: 12 }, () => ({})),
      { child },
    );
    const first = await engine.start({ maxConcurrency: 3 }, { targetVersion: "9.62" });
    await engine.drain();
    broken = false;
    const again = await restartBatch(engine)(await engine.job(first.name), { startedBy: "ops" });
    await engine.drain();
    expect(again).toMatchObject({ restartOf: first.name, startedBy: "ops", input: { targetVersion: "9.62" } });
    expect(await engine.job(again.name)).toMatchObject({
      state: "Succeeded",
      stateDescription: "Completed",
      learned: { batch: { total: 3, succeeded: 3 } },
    });
    const members = await engine.members(again.name);
    expect(members.map(({ name }) => number(name))).toEqual([0, 4, 8]);
    expect(members.map(({ reason }) => reason)).toEqual([undefined, undefined, undefined]);
    const [old] = await engine.members(first.name, "Failed");
    expect(old?.job).not.toBe(members[0]?.job);
  });

  it("copies thousands of machines page by page, also when a page is lost in between", async () => {
    const engine = await batchEngine([]);
    const first = await engine.start({ maxConcurrency: 1, maxFailures: { count: 1 } });
    await engine.drain();
    const all = Array.from({ length: 1700 }, (_, order) => ({
      ...({
        order,
        state: "Cancelled",
        fabric: "fabric",
        container: "container",
        name: `gone-${order}`,
        friendlyName: `gone-${order}`,
        risk: 0,
      } as const),
    }));
    await engine.batches.add(first.name, all);
    const { add } = engine.batches;
    let pages = 0;
    engine.batches.add = async (batch, members) => {
      await add(batch, members);
      if (++pages === 3) throw new FleetError("StorageUnavailable", "the answer was lost", { retryable: true });
    };
    const { name } = await restartBatch(engine)(await engine.job(first.name));
    await engine.drain();
    expect(pages).toBe(5);
    expect(await engine.job(name)).toMatchObject({
      state: "Suspended",
      tasks: [{ message: "1700 machines" }, {}],
      learned: { batch: { total: 1700, failed: 1, waiting: 1699 } },
    });
  });

  it("begins anew when it ended before all machines were selected", async () => {
    const engine = await batchEngine([{}, {}]);
    const selection = { kind: "all", fabric: "fabric", container: "container", protectedOnly: false, filter: { namePattern: "web-?" } } as const;
    const first = await engine.start({ selection });
    await engine.stop(first.name);
    await engine.drain();
    expect(await engine.job(first.name)).toMatchObject({ state: "Cancelled", tasks: [{ message: "Stopped before a machine was begun" }, {}] });
    const again = await restartBatch(engine)(await engine.job(first.name));
    await engine.drain();
    expect(await engine.job(again.name)).toMatchObject({ state: "Succeeded", learned: { batch: { succeeded: 2 } } });
  });

  it("is refused while the batch is open", async () => {
    const engine = await batchEngine([{}]);
    const open = await engine.start();
    await expect(restartBatch(engine)(open)).rejects.toMatchObject({ code: "Conflict" });
  });
});
