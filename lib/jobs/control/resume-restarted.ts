import { hasCode } from "../../core/errors.js";
import type { Machine } from "../../fleet/machines/machine.js";
import { waitsForRestart } from "../job.js";
import type { JobDeps } from "../ports.js";
import { resumeJob } from "./resume-job.js";

/** Of the machine's jobs so many are looked at. */
const LATEST = 5;

/**
 * The row after a look, naming the job that waits for the restart which that look found: rows of earlier releases do not name it. To be saved before the
 * job goes on.
 */
export async function namingWaitingJob(
  { jobs }: Pick<JobDeps, "jobs">,
  { before, after }: Readonly<{ before: Machine; after: Machine }>,
): Promise<Machine> {
  const isRestarted = after.agent?.bootId !== undefined && after.agent.bootId !== before.agent?.bootId;
  // A job that waits has looked: where no agent is on record none does, and storage need not be asked.
  if (after.waitingJob !== undefined || before.agent === undefined || !isRestarted) return after;
  const { items } = await jobs.listOfMachine(after, { size: LATEST });
  const waiting = items.find((job) => waitsForRestart(job) && !job.cancelRequested);
  return waiting ? { ...after, waitingJob: waiting.name } : after;
}

/** Lets a job go on that waits for the restart of its machine, when a look found that restarted. `machine`: its row after the look. */
export async function resumeRestarted(deps: JobDeps, { waitingJob, agent }: Pick<Machine, "waitingJob" | "agent">): Promise<void> {
  if (waitingJob === undefined || agent?.bootId === undefined) return;
  const job = (await deps.jobs.find(waitingJob))?.value;
  if (!job || !waitsForRestart(job) || job.cancelRequested) return;
  if (job.learned.bootIdBefore === undefined || job.learned.bootIdBefore === agent.bootId) return;
  await resumeJob(deps)(job.name).catch((error) => {
    if (!hasCode(error, "Conflict")) throw error; // somebody resumed it at that moment
  });
}
