import { FleetError } from "../../core/errors.js";
import { differencesOf, type InventoryLine, nameKey } from "../../fleet/machines/inventory.js";
import type { FleetContext } from "../cmdlet/context.js";
import { checkInventory, type Known } from "./check-inventory.js";
import type { InventoryRecord } from "./inventory-record.js";
import { knownFleet } from "./known-fleet.js";

export type CheckedInventory = Readonly<{ lines: readonly InventoryLine[]; known: Known }>;

const MOST_SHOWN = 20;
const MOST_DETAILS = 1000;

/** The lines of an inventory. Throws one InvalidParameter with every bad line among its details. */
export async function checkedInventory(
  context: Pick<FleetContext, "fabrics" | "accounts" | "machines">,
  records: readonly InventoryRecord[],
  acceptHostKeyChange: boolean,
): Promise<CheckedInventory> {
  const known = { ...(await knownFleet(context, records)), acceptHostKeyChange };
  const { lines, problems } = await checkInventory(records, known);
  if (problems.length === 0) return { lines, known };
  const shown = problems.slice(0, MOST_SHOWN).map(({ message }) => message);
  const more = problems.length > MOST_SHOWN ? ` … and ${problems.length - MOST_SHOWN} more, of which the details list the first ${MOST_DETAILS}` : "";
  throw new FleetError(
    "InvalidParameter",
    `The inventory has ${problems.length} ${problems.length === 1 ? "fault" : "faults"}; nothing was imported. ${shown.join(". ")}${more}`,
    {
      target: "Content",
      details: problems.slice(0, MOST_DETAILS),
      recommendedAction: "Correct these lines and import the whole again.",
    },
  );
}

export type ImportDifference = Readonly<{
  line: InventoryLine;
  changes: readonly Readonly<{ field: string; before: unknown; after: unknown }>[];
  isNew: boolean;
}>;

/** What the import would change; machines that would stay as they are are left out. */
export function importDifferences({ lines, known }: CheckedInventory): readonly ImportDifference[] {
  return lines.flatMap((line) => {
    const before = known.machines.get(nameKey(line));
    const changes = before ? differencesOf(before, line) : Object.entries(line.set).map(([field, after]) => ({ field, before: undefined, after }));
    return before && changes.length === 0 ? [] : [{ line, changes, isNew: !before }];
  });
}
