import { FleetError } from "../../core/errors.js";
import { findRepeated, sendIfUntouched } from "../control/repeated-call.js";
import { sendSaved } from "../control/send-saved.js";
import { type AskedBy, newJob } from "../control/start-job.js";
import { isFinal, type Job } from "../job.js";
import type { BatchWindow, JobInput } from "../job-input.js";
import type { JobDeps } from "../ports.js";
import { NO_PROGRESS } from "./progress.js";
import { isOver } from "./window.js";

/**
 * A new batch for the machines that did not succeed in this one, in the same order; its first step copies them, however many they are.
 * A batch that ended before all of its machines were selected begins anew. Its window is the same unless another one is given. Throws Conflict when the batch has
 * not ended, or its window has.
 */
export const restartBatch =
  ({ jobs, queue, clock }: JobDeps) =>
  async (ended: Job, asked: AskedBy = {}, window: BatchWindow = {}): Promise<Job> => {
    if (!isFinal(ended)) throw notEnded(ended);
    const batch = within(ended, window);
    if (batch.input.batch && isOver(batch.input.batch, clock.now())) throw noTimeLeft(batch);
    const { name, target } = batch;
    const job: Job = {
      ...newJob({ recipe: "batch", target, input: restInputOf(batch), restartOf: name, ...asked }, clock.now()),
      learned: { batch: NO_PROGRESS },
    };
    const repeated = await findRepeated(jobs, job);
    if (repeated) return sendIfUntouched(queue, repeated);
    await jobs.create(job);
    await sendSaved(queue, job);
    return job;
  };

/** Members that are copied are a list; a batch that did not come to know all of its own selects anew. */
const restInputOf = ({ input, learned }: Job): JobInput =>
  input.batch && learned.batch?.selected ? { ...input, batch: { ...input.batch, selection: { kind: "list" } } } : input;

/** The batch with another window, where one is given. */
const within = (job: Job, window: BatchWindow): Job => ({
  ...job,
  input: { ...job.input, ...(job.input.batch && { batch: { ...job.input.batch, ...window } }) },
});

const noTimeLeft = ({ name, input }: Job): FleetError =>
  new FleetError("Conflict", `The window of batch ${name} ended at ${input.batch?.notAfter}; expected a new one`, {
    target: "NotAfter",
    recommendedAction: "Restart it with NotAfter, and NotBefore where it is to wait, such as -NotAfter 2026-12-01T04:00:00+01:00.",
  });

const notEnded = ({ name, state }: Job): FleetError =>
  new FleetError("Conflict", `Batch ${name} is ${state}; expected one that has ended`, {
    target: "Name",
    recommendedAction: state === "Suspended" ? "Resume it, or stop it first." : "Wait until it has ended, or stop it first.",
  });
