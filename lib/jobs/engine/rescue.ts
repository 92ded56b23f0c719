import type { Clock } from "../../core/clock.js";
import { FleetError, hasCode } from "../../core/errors.js";
import type { Log } from "../../core/log.js";
import { isFinal, type Job } from "../job.js";
import type { JobMessage, JobQueue, JobStore } from "../ports.js";
import { advance } from "./advance.js";
import { jobErrors } from "./job-error.js";
import type { Recipe } from "./step.js";

type Deps = Readonly<{
  jobs: JobStore;
  queue: JobQueue;
  clock: Clock;
  log: Log;
  recipeOf: (job: Job) => Recipe;
  rescueAfterMs: number;
  retrySeconds: number;
}>;

/** So many times a message may be found poisoned before the job itself is held to be the cause. */
export const MAX_POISONED = 3;

/** A job that nobody has begun is most likely still in the queue behind others; sent again, it would only go to the end of it. */
const QUEUED_FACTOR = 10;
/** A pass is kept short: the next one comes in a minute. */
const MOST_A_PASS = 200;
const AT_ONCE = 16;

/** Sends again the messages of jobs whose due time is long past: their worker died, or the message was never sent. Gives their number. */
export const freeStaleJobs = (deps: Deps) => async (): Promise<number> => {
  const now = deps.clock.now().getTime();
  const overdue = await deps.jobs.listOverdue(new Date(now - deps.rescueAfterMs));
  const lost = overdue.filter(({ state, dueTime }) => state !== "NotStarted" || Date.parse(dueTime) < now - deps.rescueAfterMs * QUEUED_FACTOR);
  let sent = 0;
  for (let i = 0; i < Math.min(lost.length, MOST_A_PASS); i += AT_ONCE) {
    const some = lost.slice(i, Math.min(i + AT_ONCE, MOST_A_PASS));
    const results = await Promise.all(some.map((job) => resend(deps, { jobName: job.name, ticket: job.ticket }, false)));
    sent += results.filter(Boolean).length;
  }
  return sent;
};

/** A crash raises the count of every message that was in flight, so a poisoned one is sent again a few times before its job fails. */
export const readPoisoned =
  (deps: Deps) =>
  async (message: JobMessage): Promise<void> => {
    await resend(deps, message, true);
  };

async function resend(deps: Deps, message: JobMessage, poisoned: boolean): Promise<boolean> {
  const found = await deps.jobs.find(message.jobName);
  if (!found || isFinal(found.value) || message.ticket < found.value.ticket) return false;
  const next = poisoned && found.value.poisoned >= MAX_POISONED ? givenUp(deps, found.value) : resent(deps, found.value, poisoned);
  try {
    await deps.jobs.replace(next, found.etag, found.value.state);
  } catch (error) {
    if (hasCode(error, "Conflict")) return false; // it moved: somebody is at work on it
    throw error;
  }
  if (isFinal(next)) {
    deps.log.error("job given up: its message was poisoned again and again", { job: next.name });
    return false;
  }
  deps.log.warn("job sent again", { job: next.name, poisoned, ticket: next.ticket });
  await deps.queue.send({ jobName: next.name, ticket: next.ticket }, poisoned ? deps.retrySeconds : 0);
  return true;
}

const resent = ({ recipeOf, clock, retrySeconds }: Deps, job: Job, poisoned: boolean): Job =>
  advance(job, poisoned ? { type: "resent", delaySeconds: retrySeconds, poisoned } : { type: "resent", delaySeconds: 0 }, recipeOf(job), clock.now());

function givenUp({ recipeOf, clock }: Deps, job: Job): Job {
  const error = new FleetError("WorkerCrashed", `The worker crashed ${job.poisoned + 1} times while this job was in its hands; the job was given up`);
  const errors = jobErrors(error, { task: job.tasks[job.step]?.name ?? "", now: clock.now() });
  return advance(job, { type: "stepFailed", errors }, recipeOf(job), clock.now());
}
