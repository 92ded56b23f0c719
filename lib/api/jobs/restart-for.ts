import { FleetError } from "../../core/errors.js";
import type { Job } from "../../jobs/job.js";
import type { BatchWindow } from "../../jobs/job-input.js";
import type { FleetContext } from "../cmdlet/context.js";
import { askedBy, type Caller } from "../http/caller.js";
import { refusePlatform } from "../machines/start-machine-job.js";

/** Starts a job that does again what this one was to do. Throws Conflict when there is nothing to do again, PlatformNotSupported where no job acts. */
export async function restartFor(context: FleetContext, caller: Caller, job: Job, window: BatchWindow = {}): Promise<Job> {
  const [given] = Object.keys(window);
  if (given !== undefined && job.recipe !== "batch") throw noBatch(job);
  const { kind, fabric = "", container = "", name } = job.target;
  if (kind === "machine") {
    const machine = await context.machines.find({ fabric, container, name });
    if (machine) refusePlatform(job.recipe, [machine.value]); // one that is gone is told of by the job
  }
  return context.restartJob(job, askedBy(caller), window);
}

const noBatch = ({ name }: Job): FleetError =>
  new FleetError("InvalidParameter", `Job ${name} is no batch, so that it has no window; expected neither NotBefore nor NotAfter`, {
    target: "NotBefore",
    recommendedAction: "Restart it without them; or start a batch of that machine with them.",
  });
