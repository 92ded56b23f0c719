import type { Page, PageRequest } from "../../core/versioned.js";
import type { Machine } from "../../fleet/machines/machine.js";
import type { FleetContext } from "../cmdlet/context.js";
import { readInTurn } from "../cmdlet/paging.js";
import type { Place } from "../fabrics/find-fabric.js";

/** Every protection container with its fabric, in the order of their names. */
export async function allPlaces({ fabrics }: Pick<FleetContext, "fabrics">, wanted?: string): Promise<readonly Place[]> {
  const chosen = (await fabrics.list()).filter(({ name }) => wanted === undefined || name.toLowerCase() === wanted.toLowerCase());
  const places = await Promise.all(
    chosen.map(async (fabric) => (await fabrics.listContainers(fabric.name)).map((container) => ({ fabric, container }))),
  );
  return places.flat().toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}

export type Placed = Place & Readonly<{ machine: Machine }>;

/** One page of the replication protected items of these containers, one container after the other. */
export async function listProtected(
  { machines }: Pick<FleetContext, "machines">,
  places: readonly Place[],
  page: PageRequest,
): Promise<Page<Placed>> {
  const byKey = new Map(places.map((place) => [keyOf(place), place]));
  return readInTurn([...byKey.keys()], page, async (key, inside) => {
    const place = byKey.get(key);
    if (!place) return { items: [] };
    const { items, ...rest } = await machines.list(place.fabric.name, place.container.name, { ...inside, protectedOnly: true });
    return { ...rest, items: items.map((machine) => ({ ...place, machine })) };
  });
}

const keyOf = ({ fabric, container }: Place): string => `${fabric.name}/${container.name}`;
