import type { Machine } from "../../fleet/machines/machine.js";
import { machinePages } from "../../fleet/machines/machine-pages.js";
import type { FabricStore, MachineStore } from "../../fleet/ports.js";
import type { Selection } from "../job-input.js";
import type { UpdatePlannerDeps } from "../plan/update-planner.js";
import { machineSieve } from "./machine-sieve.js";

/** All machines of a selection, in the order of containers and names; a list has none, because its machines are given. */
export async function selectedMachines(
  { machines, ...deps }: UpdatePlannerDeps & Readonly<{ fabrics: FabricStore; machines: MachineStore }>,
  selection: Selection,
): Promise<readonly Machine[]> {
  if (selection.kind === "list") return [];
  const { fabric, container, protectedOnly, filter } = selection;
  const containers = container === undefined ? (await deps.fabrics.listContainers(fabric)).map(({ name }) => name).sort() : [container];
  const sieve = machineSieve(deps, fabric, filter);
  const found: Machine[] = [];
  for (const name of containers) {
    for await (const page of machinePages(machines, { fabric, container: name, protectedOnly })) {
      found.push(...(await sieve(page)));
    }
  }
  return found;
}
