import { type Options, parse } from "csv-parse/sync";
import { z } from "zod";
import type { Column } from "./columns.js";
import { type CsvBeginning, csvBeginning } from "./csv-beginning.js";
import { columnOf, findColumns, unreadableInventory } from "./find-columns.js";
import { withoutGuard } from "./formula-guard.js";
import { type InventoryRecord, unreadable } from "./inventory-record.js";

/** The machines of a CSV file, one a row. Throws InvalidParameter where no row can be read. */
export function readCsv(content: string): InventoryRecord[] {
  const { rows, broken } = parsed(csvBeginning(content));
  const filled = rows.filter(({ cells }) => cells.some((cell) => cell.trim() !== ""));
  const [header, ...rest] = isTitle(filled) ? filled.slice(1) : filled;
  if (!header) {
    if (broken) throw unreadableInventory(`${broken.place.replace(/^l/, "L")}: ${broken.problem}`);
    return [];
  }
  const columns = checkColumns(header);
  const records = rest.map((row) => recordOf(row, columns));
  return broken ? [...records, broken] : records;
}

type Row = Readonly<{ place: string; cells: readonly string[] }>;

/** Some spreadsheets write the name of the table above the line that names the columns. */
function isTitle([first, second]: readonly Row[]): boolean {
  const names = (row: Row | undefined) => (row?.cells ?? []).map((cell) => cell.trim()).filter((cell) => cell !== "");
  const [title, header] = [names(first), names(second)];
  return title.length === 1 && title.every((name) => !columnOf(name)) && header.length > 1 && header.every((name) => columnOf(name));
}

/** By their places in a row; a place without a name is a column that was emptied. */
function checkColumns({ cells }: Row): readonly (Column | undefined)[] {
  const names = cells.map((cell) => cell.trim());
  const { problem, near } = findColumns(names.filter((name) => name !== ""));
  if (problem) throw unreadableInventory(`The first line ${problem}`, { near });
  return names.map(columnOf);
}

function recordOf({ cells, place }: Row, columns: readonly (Column | undefined)[]): InventoryRecord {
  const stray = cells.findIndex((cell, k) => columns[k] === undefined && cell.trim() !== "");
  if (stray >= 0 && stray < columns.length) return unreadable(place, `Cell ${stray + 1} stands in a column without a name; expected it empty`);
  const named = columns.findLastIndex((column) => column !== undefined) + 1;
  if (stray >= 0) return unreadable(place, `There are ${cells.length} cells; expected ${named}, as in the first line`);
  return { place, cells: new Map(columns.flatMap((column, k) => (column ? [[column, withoutGuard(cells[k] ?? "").trim()] as const] : []))) };
}

const Parsed = z.array(z.object({ record: z.array(z.string()), raw: z.string() }));
const LINE_END = /\r\n|\n|\r/;
const OPTIONS = {
  ...{ raw: true, trim: true, relax_column_count: true, skip_records_with_error: true },
  record_delimiter: ["\r\n", "\n", "\r"],
} satisfies Options;

/** The rows by the line on which each begins; `broken` is the first one whose quotes are wrong: what stands behind it could mean anything. */
function parsed({ rows: text, delimiter, linesBefore }: CsvBeginning): Readonly<{ rows: readonly Row[]; broken?: InventoryRecord }> {
  let broken: InventoryRecord | undefined;
  let before = Number.POSITIVE_INFINITY;
  const records = parse(text, {
    ...OPTIONS,
    delimiter,
    on_skip: (error) => {
      if (broken || !error) return;
      before = Number(error.records ?? 0);
      const why = error.message
        .replace(/ at line \d+/, "")
        .trimEnd()
        .replace(/\.$/, "");
      broken = unreadable(
        `line ${Number(error.lines ?? 1) + linesBefore}`,
        `This is not CSV as RFC 4180 has it (${why}); nothing behind it was read`,
      );
    },
  });
  let next = 1 + linesBefore;
  const rows = Parsed.parse(records).map(({ record, raw }): Row => {
    const line = next;
    next += raw.replace(/(?:\r\n|\n|\r)$/, "").split(LINE_END).length;
    return { cells: record, place: `line ${line}` };
  });
  return { rows: rows.slice(0, before), ...(broken && { broken }) };
}
