import { FleetError } from "../../core/errors.js";
import type { Job } from "../../jobs/job.js";
import type { FleetContext } from "../cmdlet/context.js";
import { parseArmId } from "../ids/arm-id.js";

/** The job that a name or an ID means. Throws ResourceNotFound. */
export async function findJob({ jobs, vault }: Pick<FleetContext, "jobs" | "vault">, reference: string, parameter: string): Promise<Job> {
  const name = reference.startsWith("/")
    ? (parseArmId(vault, reference, { wanted: ["replicationJobs"], parameter }).replicationJobs ?? "")
    : reference;
  const found = await jobs.find(name);
  if (!found) throw new FleetError("ResourceNotFound", `There is no job with the name "${name}"`, { target: parameter });
  return found.value;
}
