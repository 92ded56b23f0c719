import { expect, it } from "vitest";
import { lookNow } from "../../../lib/jobs/control/look-now.js";
import { jobEngine } from "../engine/engine.js";

const LONG = { type: "wait", seconds: 600, message: "runs on the machine" } as const;

/** An engine whose job has left a run alone; gives what looks at it now. */
async function waiting(step: string) {
  const engine = await jobEngine({ [step]: (run) => (run === 1 ? LONG : { type: "done", message: "ended" }) });
  const { name } = await engine.start();
  const first = engine.queue.take();
  if (first) await engine.run(first.message);
  const look = lookNow(engine);
  return { engine, look: async () => look(await engine.job(name)), job: () => engine.job(name) };
}

it("lets a job that waits for a run on its machine look at it at once, and its later message do nothing", async () => {
  const { engine, look, job } = await waiting("await-installer");
  const later = engine.queue.take();
  await look();
  const now = engine.queue.take();
  expect(now).toMatchObject({ delaySeconds: 0, message: later?.message });
  if (now) await engine.run(now.message);
  expect((await job()).state).toBe("Succeeded");
  if (later) await engine.run(later.message);
  expect(engine.runs).toEqual(["await-installer", "await-installer"]);
});

it("asks once in five seconds, however many follow", async () => {
  const { engine, look } = await waiting("await-installer");
  engine.queue.take();
  for (let i = 0; i < 5; i++) await look();
  expect(engine.queue.take()).toBeDefined();
  expect(engine.queue.take()).toBeUndefined();
  engine.clock.pass(5);
  await look();
  expect(engine.queue.take()).toBeDefined();
});

it("leaves alone a job that waits for something else, that is at work, or that has ended", async () => {
  const { engine, look } = await waiting("check-readiness");
  engine.queue.take();
  await look();
  expect(engine.queue.take()).toBeUndefined();
});
