import { expect, it } from "vitest";
import type { StepOutcome } from "../../../lib/jobs/engine/step.js";
import { jobEngine } from "./engine.js";

const done = (): StepOutcome => ({ type: "done", message: "did it" });

it("counts what a job costs in its own row: turns of a second at least, uploads apart, logins, looks, messages", async () => {
  const engine = await jobEngine({
    copy: Object.assign(
      async (_run: number, { remote }: { remote(): Promise<{ stage(...given: never[]): Promise<unknown> }> }) => {
        await (await remote()).stage();
        return done();
      },
      { changes: true },
    ) as never, // the step asks for nothing else
    wait: async (run, { remote }) => {
      await (await remote()).look();
      engine.clock.pass(run === 1 ? 3 : 0);
      return run === 1 ? { type: "wait", seconds: 60, message: "" } : done();
    },
  });
  const { stage } = engine.remote;
  Object.assign(engine.remote, {
    stage: async (...given: Parameters<typeof stage>) => {
      engine.clock.pass(20);
      return stage(...given).catch(() => undefined);
    },
    bytes: () => 1000,
  });
  const { name } = await engine.start();
  await engine.drain();
  const { costs } = await engine.job(name);
  expect(costs).toMatchObject({ functionMs: 4000, uploadMs: 20_000, logins: 2, looks: 2, followedLooks: 0, bytes: 2000, messages: 2 });
  expect(costs?.storageOperations).toBeGreaterThan(10);
});

it("counts looks apart that come early, because somebody follows the log", async () => {
  const engine = await jobEngine({
    wait: async (run, { remote }) => {
      await (await remote()).look();
      return run === 1 ? { type: "wait", seconds: 60, message: "" } : done();
    },
  });
  const { name } = await engine.start();
  await engine.drain(1);
  const sent = engine.queue.take();
  if (!sent) throw new Error("no message");
  await engine.run(sent.message); // at once
  expect((await engine.job(name)).costs).toMatchObject({ looks: 2, followedLooks: 1 });
});
