import { FleetError } from "../../core/errors.js";
import { wakeBatch } from "../batch/wake-batch.js";
import type { Job } from "../job.js";
import type { JobDeps } from "../ports.js";
import { carryOn } from "./carry-on.js";

/**
 * A suspended job goes on at the step where it was, and with it the batch that waits for it. While nobody has taken it up the same call sends its message
 * again, in case the call before could not. Throws Conflict when it is not suspended, ResourceNotFound when it is not there.
 */
export const resumeJob =
  (deps: JobDeps) =>
  async (name: string): Promise<Job> => {
    const resumed = await carryOn(deps)(name, (job) => {
      if (!job) throw notThere(name);
      if (isJustResumed(job)) return "goes on";
      if (job.state !== "Suspended" || job.cancelRequested) throw notSuspended(job);
      return {};
    });
    if (!resumed) throw notThere(name);
    if (resumed.parent !== undefined) await wakeBatch(deps)(resumed.parent);
    return resumed;
  };

/** Whoever takes it up moves the time at which it is due. */
const isJustResumed = ({ state, resumedTime, dueTime, cancelRequested }: Job): boolean =>
  state === "InProgress" && resumedTime === dueTime && !cancelRequested;

const notThere = (name: string) => new FleetError("ResourceNotFound", `There is no job "${name}"`, { target: "Name" });

const notSuspended = ({ name, state, stateDescription }: Job) =>
  new FleetError("Conflict", `Job ${name} is ${stateDescription === "Cancelling" ? "being stopped" : state}; expected a job that is Suspended`, {
    target: "Name",
    recommendedAction:
      state === "Failed" || state === "Cancelled" ? "Start it anew with Restart-AsrJob." : "Nothing: it goes on, or has ended, by itself.",
  });
