import { nameKey } from "../../fleet/machines/inventory.js";
import type { Machine } from "../../fleet/machines/machine.js";
import { machinePages } from "../../fleet/machines/machine-pages.js";
import type { FleetContext } from "../cmdlet/context.js";
import type { Known } from "./check-inventory.js";
import type { Column } from "./columns.js";
import type { InventoryRecord } from "./inventory-record.js";

/** What is there now of all that the records speak of; each fabric and container is read once. */
export async function knownFleet(
  { fabrics, accounts, machines: store }: Pick<FleetContext, "fabrics" | "accounts" | "machines">,
  records: readonly InventoryRecord[],
): Promise<Omit<Known, "acceptHostKeyChange">> {
  const asked = new Map<string, Set<string>>();
  for (const { cells } of records) {
    const named = (column: Column) =>
      String(cells.get(column) ?? "")
        .trim()
        .toLowerCase();
    const [fabric, container] = [named("Fabric"), named("ProtectionContainer") || "default"];
    asked.set(fabric, (asked.get(fabric) ?? new Set()).add(container));
  }
  const known = new Map<string, NonNullable<ReturnType<Known["fabrics"]["get"]>>>();
  const machines = new Map<string, Machine>();
  for (const fabric of await fabrics.list()) {
    const wanted = asked.get(fabric.name.toLowerCase());
    const containers = (await fabrics.listContainers(fabric.name)).map(({ name }) => name);
    known.set(fabric.name.toLowerCase(), { fabric, containers, accounts: wanted ? await accounts.list(fabric.name) : [] });
    const its = containers.filter((name) => wanted?.has(name.toLowerCase()));
    for (const machine of await machinesIn(store, fabric.name, its)) machines.set(nameKey(machine), machine);
  }
  return { fabrics: known, machines };
}

/** All machines of these containers, one container after the other. */
export async function machinesIn(store: FleetContext["machines"], fabric: string, containers: readonly string[]): Promise<readonly Machine[]> {
  const found: Machine[] = [];
  for (const container of containers) for await (const page of machinePages(store, { fabric, container })) found.push(...page);
  return found;
}
