import { randomUUID } from "node:crypto";
import { type OsType, usualPortOf } from "../../agents/platform-of.js";
import { FleetError } from "../../core/errors.js";
import type { Machine } from "../../fleet/machines/machine.js";
import type { MachineType } from "../../fleet/machines/machine-type.js";
import type { FleetContext } from "../cmdlet/context.js";
import type { Place } from "../fabrics/find-fabric.js";

/** What is known of a machine before anybody has contacted it. */
export type NewMachine = Readonly<{
  friendlyName: string;
  address: string;
  osType: OsType;
  port?: number | undefined;
  accountId?: string | undefined;
  legacySsh?: boolean | undefined;
  hostKey?: Readonly<{ type: string; sha256: string }> | undefined;
  tags?: Readonly<Record<string, string>> | undefined;
  availabilityGroup?: string | undefined;
  jumpHost?: string | undefined;
  machineType?: MachineType | undefined;
  expectedHostName?: string | undefined;
}>;

/** Throws Conflict when a machine of the container has the friendly name. */
export async function refuseTakenFriendlyName({ machines }: FleetContext, { fabric, container }: Place, friendlyName: string): Promise<void> {
  const holder = await machines.findByFriendlyName(fabric.name, container.name, friendlyName);
  if (!holder) return;
  throw new FleetError("Conflict", `Protection container "${container.name}" has a machine "${holder.value.friendlyName}" already`, {
    target: "FriendlyName",
  });
}

/** Writes a machine that nobody has contacted yet; a given host key counts as registered. Throws Conflict when the friendly name is taken. */
export async function createMachine({ machines, clock }: FleetContext, { fabric, container }: Place, machine: NewMachine): Promise<Machine> {
  const { friendlyName, address, osType, port, accountId, legacySsh, hostKey, tags, availabilityGroup, jumpHost, machineType, expectedHostName } =
    machine;
  const created = await machines.create({
    fabric: fabric.name,
    container: container.name,
    name: randomUUID(),
    friendlyName,
    address,
    port: port ?? usualPortOf(osType),
    osType,
    legacySsh: legacySsh ?? false,
    tags: { ...tags },
    ...(availabilityGroup !== undefined && { availabilityGroup }),
    ...(jumpHost !== undefined && { jumpHost }),
    machineType: machineType ?? "PhysicalServer", // virtual machines are discovered, not added
    ...(expectedHostName !== undefined && { expectedHostName }),
    failuresInARow: 0,
    lastToken: 0,
    ...(accountId !== undefined && { accountId }),
    ...(hostKey && { hostKey: { ...hostKey, origin: "registered", recordedAt: clock.now().toISOString() } }),
  });
  return created.value;
}
