import { refuseOtherEncodings } from "./encodings/other-encodings.js";
import { unreadableInventory } from "./find-columns.js";
import type { InventoryRecord } from "./inventory-record.js";
import { readCsv } from "./read-csv.js";
import { readJson } from "./read-json.js";

export type InventoryFormat = "CSV" | "JSON";

const MOST_MACHINES = 50_000;

/** Reads a whole inventory, in pieces between which others have their turn. Throws InvalidParameter for text that is neither, and for columns that nobody knows. */
export async function readInventory(content: string, format: InventoryFormat = guessFormat(content)): Promise<readonly InventoryRecord[]> {
  refuseOtherEncodings(content);
  const records = format === "CSV" ? await readCsv(content) : await readJson(content);
  if (records.length === 0) throw unreadableInventory("There is no machine in the inventory; expected at least one");
  if (records.length > MOST_MACHINES)
    throw unreadableInventory(`There are ${records.length} machines in the inventory; expected at most ${MOST_MACHINES} in one import`);
  return records;
}

const guessFormat = (content: string): InventoryFormat => (/^[\s\uFEFF]*[[{]/.test(content) ? "JSON" : "CSV");
