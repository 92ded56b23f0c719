import type { Clock } from "../../core/clock.js";
import type { Job, JobTarget } from "../job.js";
import type { BatchInput, JobInput } from "../job-input.js";
import type { BatchStore, JobQueue, JobStore } from "../ports.js";
import { type Asked, newJob } from "../start-job.js";
import type { BatchMember } from "./batch-member.js";
import { added, NO_PROGRESS } from "./progress.js";

export type StartBatchRequest = Asked &
  Readonly<{
    /** kind "batch" */
    target: JobTarget;
    batch: BatchInput;
    /** What each child is asked for. */
    input: JobInput;
    /** The machines, in the order of opening, when they are known already; else the first step selects them. */
    members?: readonly BatchMember[];
    restartOf?: string;
  }>;

type Deps = Readonly<{ jobs: JobStore; batches: BatchStore; queue: JobQueue; clock: Clock }>;

/** Saves the members, then the batch's own job, then sends its one message. A crash before the job is saved leaves rows that nobody reads. */
export const startBatch =
  ({ jobs, batches, queue, clock }: Deps) =>
  async ({ batch, input, members, ...request }: StartBatchRequest): Promise<Job> => {
    const empty = newJob({ ...request, recipe: "batch", input: { ...input, batch } }, clock.now());
    const progress = members ? { ...added(NO_PROGRESS, members.length), selected: true } : NO_PROGRESS;
    const job: Job = { ...empty, learned: { batch: progress } };
    if (members) await batches.add(job.name, members);
    await jobs.create(job);
    await queue.send({ jobName: job.name, ticket: job.ticket }, 0);
    return job;
  };
