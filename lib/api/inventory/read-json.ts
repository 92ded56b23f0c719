import { z } from "zod";
import { patience } from "../../core/patience.js";
import { COLUMNS } from "./columns.js";
import { columnOf, didYouMean, findColumns, unreadableInventory } from "./find-columns.js";
import { type InventoryRecord, unreadable } from "./inventory-record.js";
import { parseJson } from "./parse-json.js";

const Entry = z.record(z.string(), z.unknown());

/** The machines of a JSON text. Throws InvalidParameter for JSON of another shape. */
export async function readJson(content: string): Promise<InventoryRecord[]> {
  let came: unknown;
  try {
    came = await parseJson(content.replace(/^\uFEFF+/, ""));
  } catch (cause) {
    throw unreadableInventory(`The inventory is not JSON: ${cause instanceof Error ? cause.message : "unknown"}`, { cause });
  }
  const list = listOf(came);
  if (!list) throw unreadableInventory('The inventory is JSON of another shape; expected a list of machines, or {"machines": [ … ]}');
  return readEntries(list);
}

/** A list, one under the name that PowerShell or a person gives it, or the one machine of which ConvertTo-Json makes no list. */
export function listOf(came: unknown): readonly unknown[] | undefined {
  if (Array.isArray(came)) return came;
  const entry = Entry.safeParse(came).data;
  if (!entry) return undefined;
  const [, list] = Object.entries(entry).find(([name, value]) => /^(?:machines|value)$/i.test(name) && isNested(value)) ?? [];
  if (isNested(list)) return [list].flat();
  return Object.keys(entry).some((name) => columnOf(name)) ? [came] : undefined;
}

const isNested = (value: unknown): value is object => typeof value === "object" && value !== null;

/** Machines that came as objects. */
export async function readEntries(list: readonly unknown[]): Promise<InventoryRecord[]> {
  const records: InventoryRecord[] = [];
  const others = patience();
  for (const [i, one] of list.entries()) {
    records.push(readEntry(one, `entry ${i + 1}`));
    await others();
  }
  return records;
}

function readEntry(one: unknown, place: string): InventoryRecord {
  const entry = Entry.safeParse(one).data;
  if (!entry || Array.isArray(one)) return unreadable(place, `This is not an object; expected one with the properties ${COLUMNS.join(", ")}`);
  const { columns, problem, near } = findColumns(Object.keys(entry));
  if (problem) return unreadable(place, `It ${problem}${didYouMean(near)}`);
  return { place, cells: new Map(Object.values(entry).map((cell, k) => [columns[k] ?? "Fabric", cell])) };
}
