import type { Machine } from "../../fleet/machines/machine.js";
import { machinePages } from "../../fleet/machines/machine-pages.js";
import type { FabricStore, MachineStore } from "../../fleet/ports.js";
import type { Selection } from "../job-input.js";
import type { UpdatePlannerDeps } from "../plan/update-planner.js";
import { machineSieve } from "./machine-sieve.js";
import { placesOf } from "./places-of.js";

/** All machines of a selection, in the order of fabrics, containers and names; a list has none, because its machines are given. */
export async function selectedMachines(
  { machines, ...deps }: UpdatePlannerDeps & Readonly<{ fabrics: FabricStore; machines: MachineStore }>,
  selection: Selection,
): Promise<readonly Machine[]> {
  if (selection.kind === "list") return [];
  const { protectedOnly, filter } = selection;
  const sieve = machineSieve(deps, filter);
  const found: Machine[] = [];
  for (const place of await placesOf(deps.fabrics, selection)) {
    for await (const page of machinePages(machines, { ...place, protectedOnly })) {
      found.push(...(await sieve(page)));
    }
  }
  return found;
}
