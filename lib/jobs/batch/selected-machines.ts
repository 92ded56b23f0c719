import type { Machine } from "../../fleet/machines/machine.js";
import { machinePages } from "../../fleet/machines/machine-pages.js";
import type { FabricStore, MachineStore } from "../../fleet/ports.js";
import type { Selection } from "../job-input.js";
import type { UpdatePlannerDeps } from "../plan/update-planner.js";
import { machineSieve } from "./machine-sieve.js";
import { placesOf } from "./places-of.js";

type Deps = UpdatePlannerDeps & Readonly<{ fabrics: FabricStore; machines: MachineStore }>;

/** All machines of a selection, in the order of fabrics, containers and names; a list has none, because its machines are given. */
export async function selectedMachines(deps: Deps, selection: Selection): Promise<readonly Machine[]> {
  const found: Machine[] = [];
  for await (const some of pagesOf(deps, selection)) found.push(...some);
  return found;
}

/** So many pages are read of a fleet in which none fitted so far. */
const MOST_PAGES = 5;

/** False when it is sure that no machine fits; a large fleet is not read to its end for that. */
export async function mayFit(deps: Deps, selection: Selection): Promise<boolean> {
  let pages = 0;
  for await (const some of pagesOf(deps, selection)) if (some.length > 0 || ++pages === MOST_PAGES) return true;
  return selection.kind === "list";
}

async function* pagesOf({ machines, ...deps }: Deps, selection: Selection): AsyncGenerator<readonly Machine[]> {
  if (selection.kind === "list") return;
  const { protectedOnly, filter } = selection;
  const sieve = machineSieve(deps, filter);
  for (const place of await placesOf(deps.fabrics, selection)) {
    for await (const page of machinePages(machines, { ...place, protectedOnly })) yield await sieve(page);
  }
}
