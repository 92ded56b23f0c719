import { describe, expect, it } from "vitest";
import { memoryBatches } from "../../store/memory/memory-batches.js";
import { batchEngine } from "./batch-engine.js";

const EIGHT = Array.from({ length: 8 }, () => ({}));

describe("two invocations of one batch", () => {
  it("open each child once when the message came twice at the same time", async () => {
    const engine = await batchEngine(EIGHT);
    const { name, ticket } = await engine.start({ maxConcurrency: 2 });
    await Promise.all([engine.run({ jobName: name, ticket }), engine.run({ jobName: name, ticket })]);
    await engine.drain();
    expect(await engine.job(name)).toMatchObject({ state: "Succeeded", learned: { batch: { succeeded: 8 } } });
    expect([...engine.runsOf.values()]).toEqual(Array(8).fill(1));
    expect(engine.mostAtOnce()).toBeLessThanOrEqual(2);
  });

  it("leave it to the later one: the first opens nothing more, and no child of a member that was skipped meanwhile", async () => {
    const batches = memoryBatches();
    const engine = await batchEngine(EIGHT, { over: { batches } });
    const { name, ticket } = await engine.start({ maxConcurrency: 1 });
    const { move } = batches;
    let taken = false;
    batches.move = async (batch, from, members) => {
      if (!taken && from === "Waiting") {
        taken = true; // somebody else is faster between the look at the batch and this write
        await move(
          batch,
          "Waiting",
          members.map((member) => ({ ...member, state: "Skipped" as const, reason: "by the other" })),
        );
        const found = await engine.jobs.find(name);
        if (found) await engine.jobs.replace({ ...found.value, turn: found.value.turn + 1 }, found.etag, found.value.state);
      }
      return move(batch, from, members);
    };
    await engine.run({ jobName: name, ticket });
    const open = (await engine.jobs.list({}, { size: 100 })).items.filter(({ parent }) => parent === name);
    expect(open).toEqual([]);
    batches.move = move;
    await engine.run({ jobName: name, ticket });
    await engine.drain();
    expect(await engine.job(name)).toMatchObject({ state: "Succeeded", learned: { batch: { total: 8, succeeded: 7, skipped: 1 } } });
  });

  it("end the opening at once when the batch is stopped in between", async () => {
    let stopped = false;
    const engine = await batchEngine(EIGHT, {
      child: async () => {
        if (!stopped) await engine.stop((await engine.jobs.list({}, { size: 100 })).items.find(({ recipe }) => recipe === "batch")?.name ?? "");
        stopped = true;
        return { type: "done", message: "" };
      },
    });
    const { name } = await engine.start({ maxConcurrency: 1 });
    await engine.drain();
    expect(await engine.job(name)).toMatchObject({ state: "Cancelled", learned: { batch: { succeeded: 1, waiting: 7 } } });
    expect(engine.begun).toHaveLength(1);
  });
});
