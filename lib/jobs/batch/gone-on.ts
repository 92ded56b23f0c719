import type { Job } from "../job.js";
import type { BatchStore, JobStore } from "../ports.js";
import type { BatchMember } from "./batch-member.js";
import { settledBy } from "./settle-children.js";

type Context = Readonly<{
  job: Readonly<{ name: string }>;
  fleet: Readonly<{ jobs: Pick<JobStore, "findMany">; batches: Pick<BatchStore, "move"> }>;
}>;

/** Members among these whose child is not suspended any more, or was asked to end, as they are now; their rows have been moved. */
export async function goneOn({ job, fleet }: Context, suspended: readonly BatchMember[]): Promise<readonly BatchMember[]> {
  const children = new Map((await fleet.jobs.findMany(suspended.flatMap((member) => member.job ?? []))).map((child) => [child.name, child]));
  const gone = suspended.flatMap((member) => {
    const child = children.get(member.job ?? "");
    if (!child || !hasGoneOn(child)) return [];
    return child.state === "Suspended" ? [{ ...member, state: "Running" as const }] : settledBy(member, child);
  });
  return gone.length > 0 ? fleet.batches.move(job.name, "Suspended", gone) : [];
}

/** Not suspended any more, or about to end. */
export const hasGoneOn = ({ state, cancelRequested }: Pick<Job, "state" | "cancelRequested">): boolean =>
  state !== "Suspended" || cancelRequested === true;
