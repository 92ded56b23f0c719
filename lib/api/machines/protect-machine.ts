import { FleetError, hasCode } from "../../core/errors.js";
import { type Machine, type MachineRef, machineRef } from "../../fleet/machines/machine.js";
import type { FleetContext } from "../cmdlet/context.js";

/** Records that replication of the machine was asked for under this name. Safe to repeat; Conflict when it has another name already. */
export async function protectMachine(
  { machines }: FleetContext,
  ref: MachineRef,
  item: Readonly<{ name: string; accountId?: string | undefined }>,
): Promise<Machine> {
  for (;;) {
    const found = await machines.find(ref);
    if (!found) throw new FleetError("ResourceNotFound", `The machine ${ref.name} is gone`, { target: "ProtectableItem" });
    refuseSecondName(found.value, item.name);
    const { accountId = found.value.accountId } = item;
    try {
      return (await machines.replace({ ...found.value, protectedItem: item.name, ...(accountId !== undefined && { accountId }) }, found.etag)).value;
    } catch (error) {
      if (!hasCode(error, "Conflict") || (await hasTaken(machines, ref, item.name))) throw error;
    }
  }
}

/** Throws Conflict when the machine is a replication protected item under another name. */
export function refuseSecondName(machine: Machine, name: string): void {
  if (machine.protectedItem === undefined || machine.protectedItem.toLowerCase() === name.toLowerCase()) return;
  throw new FleetError(
    "Conflict",
    `${machine.friendlyName} is the replication protected item "${machine.protectedItem}" already; got the name "${name}"`,
    {
      target: "Name",
    },
  );
}

/** A conflict that lasts: another machine of the container has the name. */
async function hasTaken(machines: FleetContext["machines"], ref: MachineRef, name: string): Promise<boolean> {
  const holder = await machines.findByProtectedItem(ref.fabric, ref.container, name);
  return holder !== undefined && machineRef(holder.value).name.toLowerCase() !== ref.name.toLowerCase();
}
