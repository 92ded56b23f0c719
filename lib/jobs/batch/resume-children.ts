import { hasCode } from "../../core/errors.js";
import { inParallel } from "../../core/in-parallel.js";
import type { FleetStepContext } from "../engine/step.js";
import type { Job } from "../job.js";
import { resumeJob } from "../resume-job.js";
import type { BatchMember } from "./batch-member.js";
import { AT_ONCE } from "./open-children.js";
import { settledBy } from "./settle-children.js";

/** Children that were suspended go on where they were. Gives their members as they are now; those that stay suspended are left out. */
export async function resumeChildren(context: FleetStepContext<"batch">, suspended: readonly BatchMember[]): Promise<readonly BatchMember[]> {
  const { job, fleet } = context;
  const found = new Map((await fleet.jobs.findMany(suspended.flatMap((member) => member.job ?? []))).map((child) => [child.name, child]));
  const now = suspended.flatMap((member) => {
    const child = found.get(member.job ?? "");
    return child && child.state !== "Suspended" ? settledBy(member, child) : [{ ...member, state: "Running" as const }];
  });
  const resume = resumeJob({ jobs: fleet.jobs, queue: fleet.queue, clock: context.clock });
  await inParallel([...found.values()], AT_ONCE, (child) => resumeChild(resume, child));
  await fleet.batches.move(job.name, "Suspended", now); // last: after a crash before it, the members are asked about again
  return now;
}

/** Somebody else may have resumed it meanwhile. */
async function resumeChild(resume: (name: string) => Promise<Job>, { name, state }: Job): Promise<void> {
  if (state !== "Suspended") return;
  await resume(name).catch((error) => {
    if (!hasCode(error, "Conflict")) throw error;
  });
}
