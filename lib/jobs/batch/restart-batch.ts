import type { Clock } from "../../core/clock.js";
import { FleetError } from "../../core/errors.js";
import { isFinal, type Job } from "../job.js";
import type { JobInput } from "../job-input.js";
import type { JobQueue, JobStore } from "../ports.js";
import { type Asked, newJob } from "../start-job.js";
import { NO_PROGRESS } from "./progress.js";

type Deps = Readonly<{ jobs: JobStore; queue: JobQueue; clock: Clock }>;

/**
 * A new batch for the machines that did not succeed in this one, in the same order; its first step copies them, however many they are.
 * A batch that ended before all of its machines were selected begins anew. Throws Conflict when the batch has not ended.
 */
export const restartBatch =
  ({ jobs, queue, clock }: Deps) =>
  async (batch: Job, asked: Asked = {}): Promise<Job> => {
    if (!isFinal(batch)) throw notEnded(batch);
    const { name, target } = batch;
    const job: Job = {
      ...newJob({ recipe: "batch", target, input: inputOf(batch), restartOf: name, ...asked }, clock.now()),
      learned: { batch: NO_PROGRESS },
    };
    await jobs.create(job);
    await queue.send({ jobName: job.name, ticket: job.ticket }, 0);
    return job;
  };

const inputOf = ({ input, learned }: Job): JobInput =>
  input.batch && learned.batch?.selected ? { ...input, batch: { ...input.batch, selection: { kind: "list" } } } : input;

const notEnded = ({ name, state }: Job): FleetError =>
  new FleetError("Conflict", `Batch ${name} is ${state}; expected one that has ended`, {
    target: "Name",
    recommendedAction: state === "Suspended" ? "Resume it, or stop it first." : "Wait until it has ended, or stop it first.",
  });
