import { FleetError, hasCode } from "../../core/errors.js";
import type { Machine, MachineRef } from "../../fleet/machines/machine.js";
import type { MachineStore } from "../../fleet/ports.js";
import { isFinal } from "../job.js";
import type { JobStore } from "../ports.js";

type Jobs = Readonly<{ jobs: JobStore }>;

const LATEST_JOBS = 20;

/** Throws Conflict for a machine that is a replication protected item, or on which a job has not ended. */
export async function refuseUsedMachine(stores: Jobs, machine: Machine): Promise<void> {
  const { friendlyName, protectedItem } = machine;
  if (protectedItem !== undefined) {
    throw new FleetError("Conflict", `${friendlyName} is the replication protected item "${protectedItem}"`, {
      target: "InputObject",
      recommendedAction: "End its protection first with Remove-AsrReplicationProtectedItem; with -Force that only forgets the item.",
    });
  }
  return refuseOpenJob(stores, machine);
}

/** Throws Conflict for a machine on which a job has not ended. */
export async function refuseOpenJob({ jobs }: Jobs, machine: Machine): Promise<void> {
  const { friendlyName } = machine;
  const open = (await jobs.listOfMachine(machine, { size: LATEST_JOBS })).items.find((job) => !isFinal(job));
  if (!open) return;
  throw new FleetError("Conflict", `Job ${open.name} of ${friendlyName} has not ended`, {
    target: "InputObject",
    recommendedAction: "Wait until it has ended, or stop it with Stop-AsrJob; then repeat the call.",
  });
}

/**
 * Removes the machine's row; gives it as it was. A job that takes it at the same moment is found. Throws Conflict for a machine that is in use,
 * ResourceNotFound for one that is gone.
 */
export async function removeMachine(
  stores: Jobs & Readonly<{ machines: MachineStore }>,
  machine: MachineRef & Pick<Machine, "friendlyName">,
): Promise<Machine> {
  for (;;) {
    const found = await stores.machines.find(machine);
    if (!found) throw new FleetError("ResourceNotFound", `${machine.friendlyName} is gone`, { target: "InputObject" });
    await refuseUsedMachine(stores, found.value);
    try {
      await stores.machines.remove(found.value, found.etag);
      return found.value;
    } catch (error) {
      if (!hasCode(error, "Conflict")) throw error; // somebody wrote the row meanwhile: it is looked at again
    }
  }
}
