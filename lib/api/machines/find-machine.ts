import { FleetError } from "../../core/errors.js";
import type { Versioned } from "../../core/versioned.js";
import type { Machine } from "../../fleet/machines/machine.js";
import type { FleetContext } from "../cmdlet/context.js";
import type { Place } from "../fabrics/find-fabric.js";

type Wanted = Readonly<{ kind: "Protectable item" | "Replication protected item" } & ({ name: string } | { friendlyName: string })>;

/** One machine of a container, by its name or friendly name. Throws ResourceNotFound; a machine without a protected item is none of that kind. */
export async function findMachineOf({ machines }: Pick<FleetContext, "machines">, { fabric, container }: Place, wanted: Wanted): Promise<Machine> {
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
