import { type Options, parse } from "csv-parse/sync";
import { z } from "zod";
import { FleetError } from "../../core/errors.js";
import { suggest } from "../cmdlet/suggest.js";
import { COLUMNS, type Column } from "./columns.js";
import { withoutGuard } from "./formula-guard.js";

/** One machine as it stands in the file. A cell that is null or empty empties its field; a column that is absent leaves it. */
export type InventoryRecord = Readonly<{
  place: string;
  cells: ReadonlyMap<Column, unknown>;
  /** Why the line cannot be read; then it has no cells. */
  problem?: string;
}>;

export type InventoryFormat = "CSV" | "JSON";

const MOST_MACHINES = 50_000;

/** Reads a whole inventory. Throws InvalidParameter for text that is neither, and for columns that nobody knows. */
export function readInventory(content: string, format: InventoryFormat = guessFormat(content)): readonly InventoryRecord[] {
  const records = format === "CSV" ? readCsv(content) : readJson(content);
  if (records.length === 0) throw wrong("There is no machine in the inventory; expected at least one");
  if (records.length > MOST_MACHINES)
    throw wrong(`There are ${records.length} machines in the inventory; expected at most ${MOST_MACHINES} in one import`);
  return records;
}

const guessFormat = (content: string): InventoryFormat => (/^[\s\uFEFF]*[[{]/.test(content) ? "JSON" : "CSV");

function readCsv(content: string): InventoryRecord[] {
  const { rows, broken } = parsed(content);
  const [header, ...rest] = rows.filter(({ cells }) => cells.some((cell) => cell.trim() !== ""));
  if (!header) {
    if (broken) throw wrong(`${broken.place.replace(/^l/, "L")}: ${broken.problem}`);
    return [];
  }
  const columns = checkColumns(header.cells.map((name) => name.trim()).filter((name, i, all) => name !== "" || i < all.length - 1));
  const records = rest.map(({ cells, place }): InventoryRecord => {
    if (cells.slice(columns.length).some((cell) => cell.trim() !== ""))
      return unreadable(place, `There are ${cells.length} cells; expected ${columns.length}, as in the first line`);
    return { place, cells: new Map(columns.map((column, k) => [column, withoutGuard(cells[k] ?? "").trim()])) };
  });
  return broken ? [...records, broken] : records;
}

const unreadable = (place: string, problem: string): InventoryRecord => ({ place, problem, cells: new Map() });

type Row = Readonly<{ place: string; cells: readonly string[] }>;
const Parsed = z.array(z.object({ record: z.array(z.string()), raw: z.string() }));

/** The rows by the line on which each begins; `broken` is the first one whose quotes are wrong: what stands behind it could mean anything. */
function parsed(content: string): Readonly<{ rows: readonly Row[]; broken?: InventoryRecord }> {
  let broken: InventoryRecord | undefined;
  let before = Number.POSITIVE_INFINITY;
  const options: Options = { bom: true, raw: true, relax_column_count: true, delimiter: delimiterOf(content), skip_records_with_error: true };
  const records = parse(content, {
    ...options,
    on_skip: (error) => {
      if (broken || !error) return;
      before = Number(error.records ?? 0);
      const why = error.message.replace(/[.\s]*$/, "");
      broken = unreadable(`line ${error.lines ?? 1}`, `This is not CSV as RFC 4180 has it (${why}); nothing behind it was read`);
    },
  });
  let next = 1;
  const rows = Parsed.parse(records).map(({ record, raw }): Row => {
    const line = next;
    next += raw.replace(/[\r\n]+$/, "").split(/\r\n|\n|\r/).length;
    return { cells: record, place: `line ${line}` };
  });
  return { rows: rows.slice(0, before), ...(broken && { broken }) };
}

/** Spreadsheets of many countries write semicolons, some tabs. */
function delimiterOf(content: string): string {
  const header = content.split(/\r\n|\n|\r/, 1)[0] ?? "";
  const count = (delimiter: string) => header.split(delimiter).length;
  return [",", ";", "\t"].reduce((best, one) => (count(one) > count(best) ? one : best));
}

const Entry = z.record(z.string(), z.unknown());

function readJson(content: string): InventoryRecord[] {
  let came: unknown;
  try {
    came = JSON.parse(content.replace(/^\uFEFF/, ""));
  } catch (cause) {
    throw wrong(`The inventory is not JSON: ${cause instanceof Error ? cause.message : "unknown"}`, cause);
  }
  const list = Array.isArray(came) ? came : z.object({ machines: z.array(z.unknown()) }).safeParse(came).data?.machines;
  if (!list) throw wrong('The inventory is JSON of another shape; expected a list of machines, or {"machines": [ … ]}');
  return readEntries(list);
}

/** Machines that came as objects. */
export function readEntries(list: readonly unknown[]): InventoryRecord[] {
  return list.map((one, i) => {
    const place = `entry ${i + 1}`;
    const entry = Entry.safeParse(one).data;
    if (!entry || Array.isArray(one)) return unreadable(place, `This is not an object; expected one with the properties ${COLUMNS.join(", ")}`);
    const { columns, problem, near } = findColumns(Object.keys(entry));
    if (problem) return unreadable(place, `It ${problem}${didYouMean(near)}`);
    return { place, cells: new Map(Object.values(entry).map((cell, k) => [columns[k] ?? "Fabric", cell])) };
  });
}

function checkColumns(names: readonly string[]): readonly Column[] {
  const { columns, problem, near } = findColumns(names);
  if (problem) throw wrong(`The first line ${problem}`, undefined, near);
  return columns;
}

function findColumns(names: readonly string[]): Readonly<{ columns: readonly Column[]; problem?: string; near: readonly string[] }> {
  const known = names.map((name) => COLUMNS.find((column) => column.toLowerCase() === name.toLowerCase()));
  const columns = known.flatMap((column) => column ?? []);
  const unknown = names.filter((_, i) => known[i] === undefined);
  if (unknown.length > 0) {
    const shown = unknown.map((name) => JSON.stringify(name.slice(0, 64))).join(", ");
    const problem = `names ${shown}, which no inventory has; expected of ${COLUMNS.join(", ")}`;
    return { columns, problem, near: unknown.flatMap((name) => suggest(name, COLUMNS, 1)) };
  }
  const twice = columns.find((column, i) => columns.indexOf(column) !== i);
  return { columns, near: [], ...(twice && { problem: `names ${twice} twice; expected it once` }) };
}

const didYouMean = (near: readonly string[]): string => (near.length > 0 ? `. Did you mean ${near.join(" or ")}?` : "");

const wrong = (message: string, cause?: unknown, near: readonly string[] = []) =>
  new FleetError("InvalidParameter", message, {
    target: "Content",
    cause,
    ...(near.length > 0 && { recommendedAction: didYouMean(near).slice(2) }),
  });
