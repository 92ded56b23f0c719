import { FleetError } from "../../core/errors.js";
import { restartBatch } from "../batch/restart-batch.js";
import type { Job } from "../job.js";
import type { BatchWindow } from "../job-input.js";
import type { JobDeps } from "../ports.js";
import { RECIPE_FACTS } from "../recipe-facts.js";
import { type AskedBy, startJob } from "./start-job.js";

/** `window`: of a batch, in place of its own. */
export type RestartJob = (job: Job, asked?: AskedBy, window?: BatchWindow) => Promise<Job>;

/**
 * A new job that does the same again: of a batch, for the machines that did not succeed; of a child of one, without the batch's window. Throws Conflict
 * when there is nothing to do again.
 */
export const restartJob =
  (deps: JobDeps): RestartJob =>
  async (job, asked = {}, window = {}) => {
    if (!canRestart(job)) throw notToRestart(job);
    if (job.recipe === "batch") return restartBatch(deps)(job, asked, window);
    const { recipe, target, name } = job;
    const { notAfter: _ofTheBatch, ...input } = job.input;
    return startJob(deps)({ recipe, target, input, restartOf: name, ...asked });
  };

/** Jobs that failed or were stopped, and batches that succeeded only in part. */
export function canRestart({ recipe, state, learned }: Job): boolean {
  if (!RECIPE_FACTS[recipe].mayBeRestarted) return false;
  return state === "Failed" || state === "Cancelled" || (state === "Succeeded" && recipe === "batch" && learned.partly === true);
}

function notToRestart({ name, recipe, state }: Job): FleetError {
  const ended = state === "Failed" || state === "Cancelled";
  if (ended && !RECIPE_FACTS[recipe].mayBeRestarted)
    return new FleetError("Conflict", `Job ${name} imports what came with its own call, which is gone with the end of the job`, {
      target: "Name",
      recommendedAction: "Call the Import- cmdlet again.",
    });
  return new FleetError("Conflict", `Job ${name} is ${state}; expected one that is Failed or Cancelled, or a batch that succeeded in part`, {
    target: "Name",
    recommendedAction: RECOMMENDED[state],
  });
}

const RECOMMENDED: Readonly<Record<Job["state"], string>> = {
  NotStarted: "Wait until it has ended, or stop it first.",
  InProgress: "Wait until it has ended, or stop it first.",
  Suspended: "Let it go on with Resume-AsrJob, or stop it first.",
  Succeeded: "Nothing: it did all that it was to do. For another run start a new job.",
  Failed: "",
  Cancelled: "",
};
