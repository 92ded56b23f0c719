import { randomUUID } from "node:crypto";
import { type OsType, usualPortOf } from "../../agents/platform-of.js";
import type { Machine } from "../../fleet/machines/machine.js";
import type { MachineType } from "../../fleet/machines/machine-type.js";
import { type TransportKind, USUAL_PORTS } from "../../fleet/machines/way.js";
import type { FleetContext } from "../cmdlet/context.js";
import type { Place } from "../fabrics/find-fabric.js";

/** What is known of a machine before anybody has contacted it. */
export type NewMachine = Readonly<{
  friendlyName: string;
  address: string;
  osType: OsType;
  port?: number | undefined;
  transport?: TransportKind | undefined;
  accountId?: string | undefined;
  legacySsh?: boolean | undefined;
  hostKey?: Readonly<{ type: string; sha256: string }> | undefined;
  tags?: Readonly<Record<string, string>> | undefined;
  availabilityGroup?: string | undefined;
  jumpHost?: string | undefined;
  machineType?: MachineType | undefined;
  expectedHostName?: string | undefined;
}>;

/** Writes a machine that nobody has contacted yet; a given host key counts as registered. Throws Conflict when the friendly name is taken. */
export async function createMachine(context: FleetContext, place: Place, machine: NewMachine): Promise<Machine> {
  return (await context.machines.create(newMachine(context, place, machine))).value;
}

/** The row of a machine that nobody has contacted yet. */
export function newMachine({ clock }: Pick<FleetContext, "clock">, { fabric, container }: Place, machine: NewMachine): Machine {
  const {
    friendlyName,
    address,
    osType,
    port,
    transport,
    accountId,
    legacySsh,
    hostKey,
    tags,
    availabilityGroup,
    jumpHost,
    machineType,
    expectedHostName,
  } = machine;
  return {
    fabric: fabric.name,
    container: container.name,
    name: randomUUID(),
    friendlyName,
    address,
    port: port ?? (transport ? USUAL_PORTS[transport] : usualPortOf(osType)),
    ...(transport !== undefined && { transport }),
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
  };
}
