import type { Job } from "../../jobs/job.js";
import type { FleetContext } from "../cmdlet/context.js";
import { askedBy, type Caller } from "../http/caller.js";
import { refusePlatform } from "../machines/start-machine-job.js";

/** Starts a job that does again what this one was to do. Throws Conflict when there is nothing to do again, PlatformNotSupported where no job acts. */
export async function restartFor(context: FleetContext, caller: Caller, job: Job): Promise<Job> {
  const { kind, fabric = "", container = "", name } = job.target;
  if (kind === "machine") {
    const machine = await context.machines.find({ fabric, container, name });
    if (machine) refusePlatform(job.recipe, [machine.value]); // one that is gone is told of by the job
  }
  return context.restartJob(job, askedBy(caller));
}
