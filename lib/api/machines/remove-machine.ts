import { FleetError, hasCode } from "../../core/errors.js";
import type { Machine } from "../../fleet/machines/machine.js";
import { isFinal } from "../../jobs/job.js";
import type { FleetContext } from "../cmdlet/context.js";

const LATEST_JOBS = 20;

/** Throws Conflict for a machine that is a replication protected item, or on which a job has not ended. */
export async function refuseUsedMachine(context: Pick<FleetContext, "jobs">, machine: Machine): Promise<void> {
  const { friendlyName, protectedItem } = machine;
  if (protectedItem !== undefined) {
    throw new FleetError("Conflict", `${friendlyName} is the replication protected item "${protectedItem}"`, {
      target: "InputObject",
      recommendedAction: "End its protection first with Remove-AsrReplicationProtectedItem; with -Force that only forgets the item.",
    });
  }
  return refuseOpenJob(context, machine);
}

/** Throws Conflict for a machine on which a job has not ended. */
export async function refuseOpenJob({ jobs }: Pick<FleetContext, "jobs">, machine: Machine): Promise<void> {
  const { friendlyName } = machine;
  const open = (await jobs.listOfMachine(machine, { size: LATEST_JOBS })).items.find((job) => !isFinal(job));
  if (!open) return;
  throw new FleetError("Conflict", `Job ${open.name} of ${friendlyName} has not ended`, {
    target: "InputObject",
    recommendedAction: "Wait until it has ended, or stop it with Stop-AsrJob; then repeat the call.",
  });
}

/** Removes the machine's row; gives it as it was. A job that takes it at the same moment is found, and the call refused. */
export async function removeMachine(context: Pick<FleetContext, "machines" | "jobs">, machine: Machine): Promise<Machine> {
  for (;;) {
    const found = await context.machines.find(machine);
    if (!found) throw new FleetError("ResourceNotFound", `${machine.friendlyName} is gone`, { target: "InputObject" });
    await refuseUsedMachine(context, found.value);
    try {
      await context.machines.remove(found.value, found.etag);
      return found.value;
    } catch (error) {
      if (!hasCode(error, "Conflict")) throw error; // somebody wrote the row meanwhile: it is looked at again
    }
  }
}
