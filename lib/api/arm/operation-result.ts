import { FleetError } from "../../core/errors.js";
import { isFinal, type Job } from "../../jobs/job.js";
import type { FleetContext } from "../cmdlet/context.js";
import { findJob } from "../jobs/find-job.js";
import type { ArmAnswer } from "./operation.js";
import { jobShown } from "./show-job.js";

type OwnJob = Readonly<{ jobName: string /** What the job must be about, or it is none of this resource's. */; isOwn?(job: Job): boolean }>;

/**
 * What came of a job: for as long as the job is kept, also when the resource is gone meanwhile. `show` is asked once the job has succeeded.
 * Throws Conflict with the job's error when it did not.
 */
export async function operationResult(context: FleetContext, { jobName, isOwn }: OwnJob, show: (job: Job) => Promise<ArmAnswer>): Promise<ArmAnswer> {
  const job = await findJob(context, jobName, "jobName");
  if (isOwn && !isOwn(job)) throw new FleetError("ResourceNotFound", `The job "${jobName}" is not about this resource`, { target: "jobName" });
  if (!isFinal(job)) return { kind: "waiting" };
  if (job.state === "Succeeded") return show(job);
  throw unsuccessful(job);
}

/** What came of a call about jobs: the job itself, however it ended. */
export async function jobResult(context: FleetContext, jobName: string): Promise<ArmAnswer> {
  const job = await findJob(context, jobName, "jobName");
  return isFinal(job) ? jobShown(context, job) : { kind: "waiting" };
}

function unsuccessful({ name, state, errors }: Job): FleetError {
  const error = state === "Failed" ? errors.at(-1) : undefined;
  if (!error) return new FleetError("Conflict", `The job ${name} ended as ${state}`, { target: name });
  const { code, message, possibleCauses, recommendedAction } = error;
  return new FleetError("Conflict", `The job ${name} failed with ${code}: ${message}`, { target: name, possibleCauses, recommendedAction });
}
