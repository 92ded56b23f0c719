import { expect, it } from "vitest";
import { advance, type JobEvent } from "../../../lib/jobs/engine/advance.js";
import type { Recipe, Step } from "../../../lib/jobs/engine/step.js";
import type { Job, JobError } from "../../../lib/jobs/job.js";

const now = new Date("2026-11-01T10:00:00.000Z");
const hop = { version: "9.62.7096.1", sha256: "a".repeat(64), sizeBytes: 1, fileName: "f" };
const step = (name: string): Step => ({
  name,
  title: name.toUpperCase(),
  changes: false,
  deadlineSeconds: 60,
  run: async () => ({ type: "done", message: "" }),
});
const recipe: Recipe = ({ hops = [] }) => [
  { step: step("plan") },
  ...hops.map((one) => ({ step: step("install"), hop: one })),
  { step: step("record") },
];

const fresh: Job = {
  name: "j",
  recipe: "update",
  state: "NotStarted",
  stateDescription: "NotStarted",
  target: { kind: "machine", name: "m", friendlyName: "m" },
  input: {},
  learned: {},
  tasks: [],
  errors: [],
  step: 0,
  attempts: 0,
  poisoned: 0,
  turn: 0,
  ticket: 1,
  dueTime: now.toISOString(),
  createdTime: now.toISOString(),
};
const error: JobError = { code: "MachineUnreachable", message: "down", possibleCauses: "", recommendedAction: "", time: now.toISOString() };
const after = (job: Job, ...events: JobEvent[]): Job => events.reduce((at, event) => advance(at, event, recipe, now), job);
const begun = after(fresh, { type: "started" }, { type: "stepStarted" });

it("shows every step as a task when it starts", () => {
  expect(begun).toMatchObject({
    state: "InProgress",
    startTime: now.toISOString(),
    tasks: [
      { name: "plan", state: "InProgress" },
      { name: "record", state: "NotStarted" },
    ],
  });
});

it("puts the deadline of the present step into the row once, however often the step is tried", () => {
  expect(begun.stepDeadline).toBe("2026-11-01T10:01:00.000Z");
  const again = advance(begun, { type: "stepStarted" }, recipe, new Date("2026-11-01T10:00:30.000Z"));
  expect(again.stepDeadline).toBe("2026-11-01T10:01:00.000Z");
});

it("adds the tasks of a hop as soon as the path is known", () => {
  const planned = after(begun, { type: "stepDone", message: "way found", learned: { hops: [hop] } });
  expect(planned.tasks.map(({ name, state }) => [name, state])).toEqual([
    ["plan", "Succeeded"],
    ["install 9.62.7096.1", "NotStarted"],
    ["record", "NotStarted"],
  ]);
  expect(planned).toMatchObject({ step: 1, attempts: 0 });
  expect(planned.stepDeadline).toBeUndefined();
});

it("ends after the last step, with information when there was a warning", () => {
  const last = after(begun, { type: "stepDone", message: "" }, { type: "stepStarted" });
  expect(after(last, { type: "stepDone", message: "" })).toMatchObject({
    state: "Succeeded",
    stateDescription: "Completed",
    endTime: now.toISOString(),
  });
  expect(after(last, { type: "stepDone", message: "", learned: { warnings: ["restart"] } }).stateDescription).toBe("CompletedWithInformation");
});

it("takes a new ticket whenever a message is to follow, so that older messages are out of date", () => {
  expect(after(begun, { type: "deferred", seconds: 10 })).toMatchObject({ ticket: 2, dueTime: "2026-11-01T10:00:10.000Z", step: 0 });
  expect(after(begun, { type: "stepFailed", errors: [error], retryInSeconds: 30 })).toMatchObject({ ticket: 2, attempts: 1, state: "InProgress" });
  expect(after(begun, { type: "resent", delaySeconds: 0, poisoned: true })).toMatchObject({ ticket: 2, poisoned: 1 });
});

it("counts the workers that died over it only until one of its turns ends, since then it is not what they die of", () => {
  const died: JobEvent = { type: "resent", delaySeconds: 0, poisoned: true };
  const twice = after(begun, died, { type: "resent", delaySeconds: 0 }, { type: "alive" }, { type: "claimed" }, died);
  expect(twice.poisoned).toBe(2);
  for (const ended of [
    { type: "deferred", seconds: 10 },
    { type: "stepDone", message: "" },
    { type: "stepFailed", errors: [error], retryInSeconds: 30 },
    { type: "sentBack", errors: [error], seconds: 30 },
  ] satisfies JobEvent[])
    expect(after(twice, ended).poisoned).toBe(0);
});

it("forgets the errors of tries that were mended", () => {
  const failed = after(begun, { type: "stepFailed", errors: [error], retryInSeconds: 30 });
  expect(failed.errors).toHaveLength(1);
  expect(after(failed, { type: "stepDone", message: "" }).errors).toEqual([]);
});

it("fails at once when the failure cannot pass, and leaves the other steps skipped", () => {
  const failed = after(begun, { type: "stepFailed", errors: [error] });
  expect(failed).toMatchObject({
    state: "Failed",
    errors: [error],
    tasks: [
      { state: "Failed", message: "down" },
      { state: "Other", stateDescription: "Skipped" },
    ],
  });
});

it("marks a step that had nothing to do as skipped", () => {
  expect(after(begun, { type: "stepDone", message: "", skipped: true }).tasks[0]).toMatchObject({ state: "Other", stateDescription: "Skipped" });
});

it("says in the open task what a stop found, and in those behind it that they were not begun", () => {
  expect(after(begun, { type: "cancelled", message: "stopped" })).toMatchObject({
    state: "Cancelled",
    tasks: [
      { state: "Cancelled", message: "stopped" },
      { state: "Other", stateDescription: "Skipped", message: "Not begun: the job was stopped" },
    ],
  });
  expect(after(fresh, { type: "cancelled", message: "stopped" }).tasks.map(({ message }) => message)).toEqual([
    "stopped",
    "Not begun: the job was stopped",
  ]);
});

it.each(["Succeeded", "Failed", "Cancelled"] as const)("never leaves the state %s", (state) => {
  const final: Job = { ...begun, state };
  for (const event of [
    { type: "started" },
    { type: "deferred", seconds: 1 },
    { type: "cancelled", message: "" },
    { type: "stepFailed", errors: [] },
  ] as const) {
    expect(advance(final, event, recipe, now)).toBe(final);
  }
});
