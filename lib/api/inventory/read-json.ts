import { Tokenizer, TokenParser, TokenType } from "@streamparser/json";
import { z } from "zod";
import { patience } from "../../core/patience.js";
import { COLUMNS } from "./columns.js";
import { columnOf, didYouMean, findColumns, unreadableInventory } from "./find-columns.js";
import { type InventoryRecord, unreadable } from "./inventory-record.js";

const Entry = z.record(z.string(), z.unknown());

/** The machines of a JSON text. Throws InvalidParameter for JSON of another shape. */
export async function readJson(content: string): Promise<InventoryRecord[]> {
  let came: unknown;
  try {
    came = await parsed(content.replace(/^\uFEFF/, ""));
  } catch (cause) {
    throw unreadableInventory(`The inventory is not JSON: ${cause instanceof Error ? cause.message : "unknown"}`, { cause });
  }
  const list = listOf(came);
  if (!list) throw unreadableInventory('The inventory is JSON of another shape; expected a list of machines, or {"machines": [ … ]}');
  return readEntries(list);
}

/** So much of the text is read at once. */
const PIECE = 16_384;
const DEEPEST = 64;

/** As JSON.parse, in pieces between which others have their turn. Throws for what is no JSON, or is nested without end. */
async function parsed(text: string): Promise<unknown> {
  let whole: unknown;
  let isWhole = false;
  let depth = 0;
  const values = new TokenParser({ paths: ["$"] });
  values.onValue = ({ value }) => {
    whole = value;
    isWhole = true;
  };
  const tokens = new Tokenizer();
  tokens.onToken = (token) => {
    if (token.token === TokenType.LEFT_BRACE || token.token === TokenType.LEFT_BRACKET) depth++;
    if (token.token === TokenType.RIGHT_BRACE || token.token === TokenType.RIGHT_BRACKET) depth--;
    if (depth > DEEPEST) throw new Error(`it is nested deeper than ${DEEPEST}`);
    values.write(token);
  };
  const others = patience();
  for (let at = 0; at < text.length; at += PIECE) {
    tokens.write(text.slice(at, at + PIECE));
    await others();
  }
  tokens.end();
  if (!isWhole) throw new Error("it ends before it is whole");
  return whole;
}

/** A list, one under the name that PowerShell or a person gives it, or the one machine of which ConvertTo-Json makes no list. */
function listOf(came: unknown): readonly unknown[] | undefined {
  if (Array.isArray(came)) return came;
  const entry = Entry.safeParse(came).data;
  if (!entry) return undefined;
  const [, list] = Object.entries(entry).find(([name, value]) => /^(?:machines|value)$/i.test(name) && Array.isArray(value)) ?? [];
  if (Array.isArray(list)) return list;
  return Object.keys(entry).some((name) => columnOf(name)) ? [came] : undefined;
}

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
