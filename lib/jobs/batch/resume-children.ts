import { hasCode } from "../../core/errors.js";
import { inParallel } from "../../core/in-parallel.js";
import { resumeJob } from "../control/resume-job.js";
import type { FleetStepContext } from "../engine/step.js";
import type { Job } from "../job.js";
import type { BatchMember } from "./batch-member.js";
import { goneOn } from "./gone-on.js";
import { AT_ONCE } from "./open-children.js";

/** Children that are suspended go on where they were. Gives all members whose child does so, or did already, as they are now. */
export async function resumeChildren(context: FleetStepContext<"batch">, suspended: readonly BatchMember[]): Promise<readonly BatchMember[]> {
  const resume = resumeJob({ ...context.fleet, clock: context.clock });
  await inParallel(
    suspended.flatMap((member) => member.job ?? []),
    AT_ONCE,
    (name) => resumeChild(resume, name),
  );
  return goneOn(context, suspended); // last: after a crash before it, the members are asked about again
}

/** Somebody else may have resumed it meanwhile, or it may have ended. */
async function resumeChild(resume: (name: string) => Promise<Job>, name: string): Promise<void> {
  await resume(name).catch((error) => {
    if (!hasCode(error, "Conflict")) throw error;
  });
}
