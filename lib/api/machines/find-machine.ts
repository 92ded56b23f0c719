import { FleetError } from "../../core/errors.js";
import type { Versioned } from "../../core/versioned.js";
import type { Machine } from "../../fleet/machines/machine.js";
import type { FleetContext } from "../cmdlet/context.js";
import { type Place, placeOf } from "../fabrics/find-fabric.js";
import { type ArmIdParts, parseArmId, type Segment } from "../ids/arm-id.js";

export type FoundMachine = Place & Readonly<{ machine: Versioned<Machine> }>;
export type ProtectedMachine = Machine & Readonly<{ protectedItem: string }>;

/** The machine that the ID of a protectable item means. Throws ResourceNotFound. */
export const findProtectableItem = (context: FleetContext, reference: string, parameter = "ProtectableItem"): Promise<FoundMachine> =>
  findMachine(context, reference, { wanted: ["replicationProtectableItems"], parameter });

/** The machine that the ID of a replication protected item means. Throws ResourceNotFound. */
export const findProtectedItem = (context: FleetContext, reference: string, parameter = "ReplicationProtectedItem"): Promise<FoundMachine> =>
  findMachine(context, reference, { wanted: ["replicationProtectedItems"], parameter });

type EitherItem = Readonly<
  { parameterSet: "ByProtectableItem"; ProtectableItem: string } | { parameterSet: "ByReplicationProtectedItem"; ReplicationProtectedItem: string }
>;

/** The machine of a cmdlet that takes it as a protectable or as a protected item. */
export const findEitherItem = (context: FleetContext, parameters: EitherItem): Promise<FoundMachine> =>
  parameters.parameterSet === "ByProtectableItem"
    ? findProtectableItem(context, parameters.ProtectableItem)
    : findProtectedItem(context, parameters.ReplicationProtectedItem);

/** Throws ResourceNotFound for a machine whose replication was never asked for. */
export function asProtected(machine: Machine, parameter: string): ProtectedMachine {
  if (machine.protectedItem !== undefined) return { ...machine, protectedItem: machine.protectedItem };
  throw new FleetError("ResourceNotFound", `${machine.friendlyName} has no replication protected item`, { target: parameter });
}

type Expected = Readonly<{ wanted: readonly Segment[]; parameter: string }>;

async function findMachine(context: FleetContext, reference: string, { wanted, parameter }: Expected): Promise<FoundMachine> {
  const parts = parseArmId(context.vault, reference, { wanted, parameter });
  const place = await placeOf(context, { fabric: parts.replicationFabrics, container: parts.replicationProtectionContainers, parameter });
  return { ...place, machine: await findInContainer(context, place, parts, parameter) };
}

/** The machine of this container that the parts of an item's ID mean. Throws ResourceNotFound. */
export async function findInContainer(
  context: Pick<FleetContext, "machines">,
  place: Place,
  parts: ArmIdParts,
  parameter: string,
): Promise<Versioned<Machine>> {
  const machine = await read(context, place, parts);
  if (machine) return machine;
  const isProtected = parts.replicationProtectedItems !== undefined;
  const name = isProtected ? parts.replicationProtectedItems : parts.replicationProtectableItems;
  throw new FleetError(
    "ResourceNotFound",
    `${isProtected ? "Replication protected item" : "Protectable item"} "${name}" is not associated with protection container "${place.container.name}"`,
    { target: parameter },
  );
}

function read(
  { machines }: Pick<FleetContext, "machines">,
  { fabric, container }: Place,
  parts: ArmIdParts,
): Promise<Versioned<Machine> | undefined> {
  if (parts.replicationProtectedItems !== undefined)
    return machines.findByProtectedItem(fabric.name, container.name, parts.replicationProtectedItems);
  return machines.find({ fabric: fabric.name, container: container.name, name: parts.replicationProtectableItems ?? "" });
}

type ByName = Readonly<{ kind: "Protectable item" | "Replication protected item" } & ({ name: string } | { friendlyName: string })>;

/** One machine of a container, by its name or friendly name. Throws ResourceNotFound; a machine without a protected item is none of that kind. */
export async function findMachineOf({ machines }: Pick<FleetContext, "machines">, { fabric, container }: Place, wanted: ByName): Promise<Machine> {
  const protectedOnly = wanted.kind === "Replication protected item";
  const found = await read();
  if (found && (!protectedOnly || found.value.protectedItem !== undefined)) return found.value;
  const [target, text] = "name" in wanted ? (["Name", wanted.name] as const) : (["FriendlyName", wanted.friendlyName] as const);
  throw new FleetError("ResourceNotFound", `${wanted.kind} "${text}" is not associated with protection container "${container.name}"`, { target });

  function read(): Promise<Versioned<Machine> | undefined> {
    if ("friendlyName" in wanted) return machines.findByFriendlyName(fabric.name, container.name, wanted.friendlyName);
    if (protectedOnly) return machines.findByProtectedItem(fabric.name, container.name, wanted.name);
    return machines.find({ fabric: fabric.name, container: container.name, name: wanted.name });
  }
}
