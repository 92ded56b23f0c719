import type { Machine } from "../../fleet/machines/machine.js";
import type { FleetContext } from "../cmdlet/context.js";
import { machinesIn } from "./known-fleet.js";
import type { InventoryFormat } from "./read-inventory.js";
import { writeInventory } from "./write-inventory.js";

export type ExportPlace = Readonly<{ fabric: string; containers: readonly string[] }>;

/** The machines of these places as one file, with the accounts of each fabric by name. */
export async function exportInventory(
  { machines: store, accounts: known }: Pick<FleetContext, "machines" | "accounts">,
  places: readonly ExportPlace[],
  format: InventoryFormat,
): Promise<Readonly<{ count: number; content: string }>> {
  const found: (readonly Machine[])[] = [];
  for (const { fabric, containers } of places) found.push(await machinesIn(store, fabric, containers));
  const machines = found.flat();
  const accounts = (await Promise.all(places.map(({ fabric }) => known.list(fabric)))).flat();
  return { count: machines.length, content: writeInventory(machines, accounts, format) };
}
