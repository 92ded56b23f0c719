import type { Job, JobError, JobTask } from "../job.js";
import { isFinal } from "../job.js";
import type { JobState } from "../job-state.js";
import type { Learned } from "../learned.js";
import { warningsOf } from "../learned.js";
import { type PlannedStep, type Recipe, stepLabel } from "./step.js";

export type JobEvent =
  | Readonly<{ type: "started" }>
  | Readonly<{ type: "stepStarted" }>
  /** An invocation makes the row its own, before it changes anything. */
  | Readonly<{ type: "claimed" }>
  | Readonly<{ type: "stepDone"; message: string; learned?: Learned; skipped?: true }>
  /** Same step later: it waits for the machine, for another job, or for its turn. */
  | Readonly<{ type: "deferred"; seconds: number; message?: string; learned?: Learned }>
  /** A sign of life of the invocation that is at work. */
  | Readonly<{ type: "alive" }>
  /** How far a step is that goes on. */
  | Readonly<{ type: "reported"; message: string; learned?: Learned }>
  | Readonly<{ type: "stepFailed"; errors: readonly JobError[]; retryInSeconds?: number; learned?: Learned }>
  /** From the last step before this one that changes something, later. */
  | Readonly<{ type: "sentBack"; seconds: number; errors: readonly JobError[]; learned?: Learned }>
  | Readonly<{ type: "cancelled"; message: string; learned?: Learned; errors?: readonly JobError[] }>
  /** Nothing goes on by itself until somebody resumes the job: the same step, with a new deadline. */
  | Readonly<{ type: "suspended"; errors: readonly JobError[]; learned?: Learned }>
  | Readonly<{ type: "resumed"; learned?: Learned }>
  /** Its worker died, or its message did: the next message is the only one that counts. */
  | Readonly<{ type: "resent"; delaySeconds: number; poisoned?: true }>;

/**
 * The only way a job changes:
 *
 *   NotStarted ──started──▶ InProgress ──stepDone (the last)──▶ Succeeded
 *        │                    │  ├─ stepDone: next step, attempts from 0
 *        │                    │  ├─ deferred, resent: same step, new ticket
 *        │                    │  ├─ stepFailed, may pass: same step, attempts + 1, new ticket
 *        │                    │  ├─ sentBack: the last step before this one that changes something, attempts from 0, new ticket
 *        │                    │  └─ stepFailed, cannot pass ──▶ Failed
 *        │                    ├─ suspended ──▶ Suspended ──resumed──▶ InProgress, same step, new ticket
 *        └──── cancelled ─────┴──────────────────────────────▶ Cancelled (from Suspended, too)
 *
 * A final state never moves. A new ticket makes every message that was sent before out of date.
 */
export function advance(job: Job, event: JobEvent, recipe: Recipe, now: Date): Job {
  if (isFinal(job)) return job;
  const time = now.toISOString();
  switch (event.type) {
    case "started":
      return { ...job, state: "InProgress", stateDescription: "InProgress", startTime: time, tasks: tasksOf(job, recipe) };
    case "stepStarted":
      return startStep(job, recipe, now);
    case "claimed":
      return { ...job, turn: job.turn + 1, dueTime: time };
    case "alive":
      return { ...job, dueTime: time };
    case "stepDone":
      return finishStep(job, event, recipe, time);
    case "deferred":
      return {
        ...withLearned(later(job, event.seconds, now), event.learned),
        tasks: changeTask(job, event.message ? { message: event.message } : {}),
      };
    case "reported":
      return { ...withLearned(job, event.learned), dueTime: time, tasks: changeTask(job, { message: event.message }) };
    case "stepFailed":
      return event.retryInSeconds === undefined
        ? fail(withLearned(job, event.learned), event.errors, time)
        : retry(job, event.errors, event.retryInSeconds, now);
    case "sentBack":
      return sendBack(withLearned(job, event.learned), event, recipe, now);
    case "cancelled":
      return { ...stop(withLearned(job, event.learned), event.message, recipe, time), ...(event.errors && { errors: [...event.errors] }) };
    case "suspended":
      return suspend(withLearned(job, event.learned), event.errors, now);
    case "resumed":
      return job.state === "Suspended" ? resume(withLearned(job, event.learned), now) : job;
    case "resent":
      return { ...later(job, event.delaySeconds, now), poisoned: job.poisoned + (event.poisoned ? 1 : 0) };
  }
}

/** A step that was begun before, and is taken up again, keeps its deadline. */
function startStep(job: Job, recipe: Recipe, now: Date): Job {
  if (job.stepDeadline) return job;
  const step = recipe(job.learned)[job.step]?.step;
  const from = Math.max(now.getTime(), Date.parse(step?.deadlineFrom?.(job.input) ?? job.createdTime));
  const deadline = new Date(from + (step?.deadlineSeconds ?? 0) * 1000).toISOString();
  return {
    ...job,
    stepDeadline: deadline,
    dueTime: now.toISOString(),
    tasks: changeTask(job, { state: "InProgress", stateDescription: "InProgress", startTime: now.toISOString() }),
  };
}

function finishStep(
  job: Job,
  { message, learned, skipped }: { message: string; learned?: Learned; skipped?: true },
  recipe: Recipe,
  time: string,
): Job {
  const { stepDeadline: _passed, errors: _mended, ...rest } = withLearned(job, learned);
  const tasks = changeTask(job, { ...(skipped ? closed("Other", time, "Skipped") : closed("Succeeded", time, "Completed")), message });
  const next: Job = { ...rest, errors: [], tasks, step: job.step + 1, attempts: 0, poisoned: 0 };
  if (next.step < recipe(next.learned).length) return { ...next, tasks: tasksOf(next, recipe) };
  return end(next, "Succeeded", completion(next.learned), time);
}

function completion(learned: Learned): string {
  if (learned.partly) return "PartiallySucceeded";
  return warningsOf(learned).length > 0 ? "CompletedWithInformation" : "Completed";
}

/** The step that was at work says what the stop found; those behind it, that they were never begun. */
function stop(job: Job, message: string, recipe: Recipe, time: string): Job {
  const tasks = job.tasks.length > 0 ? job.tasks : tasksOf(job, recipe);
  const after = (task: JobTask, i: number): JobTask => {
    if (isOver(task)) return task;
    if (i <= job.step) return { ...task, ...closed("Cancelled", time), message };
    return { ...task, state: "Other", stateDescription: "Skipped", message: "Not begun: the job was stopped" };
  };
  return { ...end(job, "Cancelled", "Cancelled", time), tasks: tasks.map(after) };
}

const fail = (job: Job, errors: readonly JobError[], time: string): Job => ({
  ...end(job, "Failed", "Failed", time),
  errors: [...errors],
  tasks: job.tasks.map((task, i) => {
    if (i === job.step) return { ...task, ...closed("Failed", time), message: errors[0]?.message ?? "" };
    return isOver(task) ? task : { ...task, state: "Other" as const, stateDescription: "Skipped" };
  }),
});

const retry = (job: Job, errors: readonly JobError[], seconds: number, now: Date): Job => ({
  ...later(job, seconds, now),
  attempts: job.attempts + 1,
  errors: [...errors],
  tasks: changeTask(job, { message: `Tries again in ${Math.round(seconds)} s: ${errors[0]?.message ?? ""}` }),
});

function sendBack(job: Job, { seconds, errors }: { seconds: number; errors: readonly JobError[] }, recipe: Recipe, now: Date): Job {
  const steps = recipe(job.learned);
  const to = steps.findLastIndex(({ step }, i) => i < job.step && step.changes);
  const { stepDeadline: _passed, ...rest } = later(job, seconds, now);
  const message = `Tries again in ${Math.round(seconds)} s: ${errors[0]?.message ?? ""}`;
  const again = (planned: PlannedStep, i: number): JobTask => ({ ...newTask(planned), ...(i === to && { message }) });
  return {
    ...rest,
    step: Math.max(to, 0),
    attempts: 0,
    errors: [...errors],
    tasks: job.tasks.map((task, i) => {
      const planned = steps[i];
      return planned && i >= to && i <= job.step ? again(planned, i) : task;
    }),
  };
}

function suspend(job: Job, errors: readonly JobError[], now: Date): Job {
  const { stepDeadline: _none, ...rest } = later(job, 0, now);
  return {
    ...rest,
    state: "Suspended",
    stateDescription: "Suspended",
    errors: [...errors],
    tasks: changeTask(job, { message: errors[0]?.message ?? "" }),
  };
}

const resume = (job: Job, now: Date): Job => ({
  ...later(job, 0, now),
  state: "InProgress",
  stateDescription: "InProgress",
  attempts: 0,
  errors: [],
  resumedTime: now.toISOString(),
});

/** A turn that came to its end shows that the job is not what its workers die of. */
const later = (job: Job, seconds: number, now: Date): Job => ({
  ...job,
  poisoned: 0,
  ticket: job.ticket + 1,
  dueTime: new Date(now.getTime() + seconds * 1000).toISOString(),
});

function end(job: Job, state: JobState, stateDescription: string, time: string): Job {
  const { stepDeadline: _none, cancelRequested: _done, ...rest } = job;
  return { ...rest, state, stateDescription, endTime: time };
}

const withLearned = (job: Job, learned: Learned | undefined): Job => (learned ? { ...job, learned: { ...job.learned, ...learned } } : job);

const changeTask = (job: Job, change: Partial<JobTask>): JobTask[] => job.tasks.map((task, i) => (i === job.step ? { ...task, ...change } : task));

/** The tasks there are, and those that the recipe has since come to know of. */
const tasksOf = (job: Job, recipe: Recipe): JobTask[] =>
  recipe(job.learned).map((planned, i) => {
    const known = job.tasks[i];
    return known && (i < job.step || known.name === stepLabel(planned)) ? known : newTask(planned);
  });

const newTask = (planned: PlannedStep): JobTask => ({
  name: stepLabel(planned),
  displayName: planned.hop ? `${planned.step.title} (${planned.hop.version})` : planned.step.title,
  state: "NotStarted",
  stateDescription: "NotStarted",
});

const closed = (state: JobTask["state"], endTime: string, stateDescription: string = state) => ({ state, stateDescription, endTime });
const isOver = ({ state }: JobTask): boolean => state !== "NotStarted" && state !== "InProgress";
