import type { BatchMember } from "../../jobs/batch/batch-member.js";
import type { Job } from "../../jobs/job.js";
import type { FleetContext } from "../cmdlet/context.js";
import { type AsrJob, asrJob } from "../objects/job.js";

const MOST_CHILDREN = 100;
/** What somebody who looks at a batch wants to see first. */
const SHOWN_FIRST = ["Running", "Failed", "Suspended", "Skipped", "Cancelled", "Succeeded", "Waiting"] as const;

/** One job; of a batch also its first machines. */
export async function showJob({ batches, vault }: Pick<FleetContext, "batches" | "vault">, job: Job): Promise<AsrJob> {
  if (job.recipe !== "batch") return asrJob(job, vault);
  const members: BatchMember[] = [];
  for (const state of SHOWN_FIRST) {
    if (members.length === MOST_CHILDREN) break;
    members.push(...(await batches.list(job.name, { state }, { size: MOST_CHILDREN - members.length })).items);
  }
  return asrJob(job, vault, members);
}
