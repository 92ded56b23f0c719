import { expect, it } from "vitest";
import type { StepOutcome } from "../../../lib/jobs/engine/step.js";
import { jobEngine } from "../engine/engine.js";
import { openGate } from "../open-gate.js";

const done = (): StepOutcome => ({ type: "done", message: "" });

/** A step that says when it has begun, and ends when the test lets it. */
function heldStep() {
  const began = openGate();
  const gate = openGate();
  const step = Object.assign(
    async () => {
      began.open();
      await gate.passed;
      return done();
    },
    { changes: true },
  );
  return { step, began: began.passed, open: gate.open };
}

it("ends a turn at its next safe point, and sends the job's message at once", async () => {
  const held = heldStep();
  const engine = await jobEngine({ one: held.step, two: done });
  const { name } = await engine.start();
  const turn = engine.drain(1);
  await held.began;
  const handed = engine.handOn({ sleep: () => new Promise(() => {}) });
  held.open();
  await turn;
  expect(await handed).toBe(0);
  expect(engine.runs).toEqual(["one"]);
  const job = await engine.job(name);
  expect(job).toMatchObject({ step: 1, ticket: 2 });
  expect(engine.queue.sent).toEqual([{ message: { jobName: name, ticket: 2 }, delaySeconds: 0 }]);
});

it("sends a job again whose turn comes to no safe point in time, and what the turn does afterwards is out of date", async () => {
  const held = heldStep();
  const engine = await jobEngine({ one: held.step, two: done });
  const { name } = await engine.start();
  const turn = engine.drain(1);
  await held.began;
  expect(await engine.handOn()).toBe(1);
  const sent = engine.queue.take();
  expect(sent).toEqual({ message: { jobName: name, ticket: 2 }, delaySeconds: 0 });
  held.open();
  await turn;
  expect(await engine.job(name)).toMatchObject({ step: 0, ticket: 2, state: "InProgress" });
  expect(engine.queue.sent).toEqual([]);
});

it("has nothing to do when no job is at work", async () => {
  const engine = await jobEngine({ one: done });
  await engine.start();
  await engine.drain();
  expect(await engine.handOn()).toBe(0);
});
