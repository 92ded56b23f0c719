import { FleetError, hasCode } from "../../core/errors.js";
import { advance } from "../engine/advance.js";
import { concludeJob, leasedMachine } from "../engine/end-turn.js";
import { concludeAgain } from "../engine/give-back.js";
import { jobErrors } from "../engine/job-error.js";
import type { RunJobDeps } from "../engine/run-deps.js";
import { isFinal, type Job } from "../job.js";
import type { JobMessage, WatchedJobQueue } from "../ports.js";

export type RescueDeps = RunJobDeps & Readonly<{ queue: WatchedJobQueue; rescueAfterMs: number; retrySeconds: number }>;

/** `active`: how many jobs go on by themselves; `sent`: how many of them were sent again. */
export type LookAtJobs = Readonly<{ active: number; sent: number }>;

/** So many times a message may be found poisoned before the job itself is held to be the cause. */
export const MAX_POISONED = 3;

/** A pass is kept short: the next one comes in seconds. */
const MOST_A_PASS = 200;
const AT_ONCE = 16;

/** Sends again the messages of jobs that are overdue: their worker died, or the message was never sent. */
export const freeStaleJobs =
  (deps: RescueDeps) =>
  async (options: Readonly<{ tidy?: true }> = {}): Promise<LookAtJobs> => {
    const { active, overdue } = await deps.jobs.listOverdue(() => lostBefore(deps), options);
    let sent = 0;
    for (let i = 0; i < Math.min(overdue.length, MOST_A_PASS); i += AT_ONCE) {
      const some = overdue.slice(i, Math.min(i + AT_ONCE, MOST_A_PASS));
      const results = await Promise.all(some.map((job) => resend(deps, { jobName: job.name, ticket: job.ticket }, false)));
      sent += results.filter(Boolean).length;
    }
    return { active, sent };
  };

/** While no message that is received next is about the job that it was sent for: so long what seems overdue may be in the queue. */
const UNKNOWN_FACTOR = 10;

/**
 * A job is lost when it is overdue and its message can no longer be in the queue. Messages are delivered in the order in which they became due, so
 * the due times of those at the head tell how far the queue is behind; sent again, a job that waits there would only go to the end of it.
 */
async function lostBefore({ queue, jobs, clock, rescueAfterMs }: RescueDeps): Promise<Date> {
  const now = clock.now().getTime();
  const head = await queue.head();
  if (head.length === 0) return new Date(now - rescueAfterMs);
  const waiting = await jobs.findMany([...new Set(head.map(({ jobName }) => jobName))]);
  const due = waiting.filter(({ name, ticket }) => head.some((message) => message.jobName === name && message.ticket >= ticket));
  if (due.length === 0) return new Date(now - rescueAfterMs * UNKNOWN_FACTOR);
  return new Date(Math.min(now, ...due.map(({ dueTime }) => Date.parse(dueTime))) - rescueAfterMs);
}

/** A crash raises the count of every message that was in flight, so a poisoned one is sent again a few times before its job fails. */
export const readPoisoned =
  (deps: RescueDeps) =>
  async (message: JobMessage): Promise<void> => {
    await resend(deps, message, true);
  };

/** Sends the job again under a new ticket, for the message whose turn did not end; false when the job has moved meanwhile. */
export async function resend(deps: RescueDeps, message: JobMessage, poisoned: boolean): Promise<boolean> {
  const found = await deps.jobs.find(message.jobName);
  if (found && isFinal(found.value) && poisoned) await concludeAgain(deps, found.value, message.ticket); // it may have been given up, and no more
  if (!found || isFinal(found.value) || message.ticket < found.value.ticket) return false;
  const next = poisoned && found.value.poisoned >= MAX_POISONED ? givenUp(deps, found.value) : resent(deps, found.value, poisoned);
  try {
    await deps.jobs.replace(next, found.etag, found.value.state);
  } catch (error) {
    if (hasCode(error, "Conflict")) return false; // it moved: somebody is at work on it
    throw error;
  }
  if (isFinal(next)) {
    await concludeJob(deps, next, await leasedMachine(deps, next)); // its event is written and its machine given back, as at every end
    deps.log.error("job given up: its message was poisoned again and again", { job: next.name });
    return false;
  }
  deps.log.warn("job sent again", { job: next.name, poisoned, ticket: next.ticket });
  await deps.queue.send({ jobName: next.name, ticket: next.ticket }, poisoned ? deps.retrySeconds : 0);
  return true;
}

const resent = ({ recipeOf, clock, retrySeconds }: RescueDeps, job: Job, poisoned: boolean): Job =>
  advance(job, poisoned ? { type: "resent", delaySeconds: retrySeconds, poisoned } : { type: "resent", delaySeconds: 0 }, recipeOf(job), clock.now());

function givenUp({ recipeOf, clock }: RescueDeps, job: Job): Job {
  const error = new FleetError("WorkerCrashed", `The worker crashed ${job.poisoned + 1} times while this job was in its hands; the job was given up`);
  const errors = jobErrors(error, { task: job.tasks[job.step]?.name ?? "", now: clock.now() });
  return advance(job, { type: "stepFailed", errors }, recipeOf(job), clock.now());
}
