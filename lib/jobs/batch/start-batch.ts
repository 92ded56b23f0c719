import { isDeepStrictEqual } from "node:util";
import { findRepeated, sendIfUntouched } from "../control/repeated-call.js";
import { sendSaved } from "../control/send-saved.js";
import { type AskedBy, newJob } from "../control/start-job.js";
import type { Job, JobTarget } from "../job.js";
import type { BatchInput, JobInput } from "../job-input.js";
import type { BatchStore, JobDeps } from "../ports.js";
import type { BatchMember } from "./batch-member.js";
import { listMembers } from "./list-members.js";
import { added, NO_PROGRESS } from "./progress.js";

export type StartBatchRequest = Readonly<{
  /** kind "batch" */
  target: JobTarget;
  batch: BatchInput;
  /** What each child is asked for. */
  input: JobInput;
  /** The machines, in the order of opening, when they are known already; else the first step selects them. */
  members?: readonly BatchMember[];
  restartOf?: string;
}> &
  AskedBy;

/**
 * Saves the members, then the batch's own job, then sends its one message. A crash before the job is saved leaves rows that nobody reads.
 * The same call again, while nobody has taken the batch up, gives the same batch.
 */
export const startBatch =
  ({ jobs, batches, queue, clock }: JobDeps & Readonly<{ batches: BatchStore }>) =>
  async ({ batch, input, members, ...request }: StartBatchRequest): Promise<Job> => {
    const empty = newJob({ ...request, recipe: "batch", input: { ...input, batch } }, clock.now());
    const progress = members ? { ...added(NO_PROGRESS, members.length), selected: true } : NO_PROGRESS;
    const job: Job = { ...empty, learned: { batch: progress } };
    const repeated = await findRepeated(jobs, job);
    if (repeated && (await hasMembers(batches, repeated.name, members))) return sendIfUntouched(queue, repeated);
    if (members) await batches.add(job.name, members);
    await jobs.create(job);
    await sendSaved(queue, job);
    return job;
  };

async function hasMembers(batches: BatchStore, batch: string, asked: readonly BatchMember[] = []): Promise<boolean> {
  const there: BatchMember[] = [];
  for await (const member of listMembers(batches, batch)) there.push(member);
  return isDeepStrictEqual(there.map(placeOf).sort(), asked.map(placeOf).sort());
}

const placeOf = ({ order, fabric, container, name, plannedPath }: BatchMember) => JSON.stringify([order, fabric, container, name, plannedPath]);
