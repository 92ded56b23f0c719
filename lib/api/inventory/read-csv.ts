import { type CsvError, type Options, parse } from "csv-parse";
import { patience } from "../../core/patience.js";
import type { Column } from "./columns.js";
import { type CsvBeginning, csvBeginning } from "./csv-beginning.js";
import { columnOf, findColumns, unreadableInventory } from "./find-columns.js";
import { asMeant } from "./formula-guard.js";
import { type InventoryRecord, unreadable } from "./inventory-record.js";

/** The machines of a CSV file, one a row. Throws InvalidParameter where no row can be read. */
export async function readCsv(content: string): Promise<InventoryRecord[]> {
  const { rows, broken } = await parsed(await csvBeginning(content));
  const [header, ...rest] = isTitle(rows) ? rows.slice(1) : rows;
  if (!header) {
    if (broken) throw unreadableInventory(`${broken.place.replace(/^l/, "L")}: ${broken.problem}`);
    return [];
  }
  const columns = checkColumns(header);
  const records: InventoryRecord[] = [];
  const others = patience();
  for (const row of rest) {
    records.push(recordOf(row, columns));
    await others();
  }
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
  return { place, cells: new Map(columns.flatMap((column, k) => (column ? [[column, asMeant(cells[k] ?? "").trim()] as const] : []))) };
}

const EMPTY_LINES = /^[\r\n]*/;
const LINE_END = /\r\n|\n|\r/;
const OPTIONS = {
  ...{ raw: true, trim: true, relax_column_count: true, skip_records_with_error: true, skip_empty_lines: true },
  record_delimiter: ["\r\n", "\n", "\r"],
} satisfies Options;

/** So much of the text is read at once: the worst of it takes some tens of milliseconds. */
const PIECE = 1024;
/** No machine needs more bytes in a row, and no spreadsheet has more columns. */
const MOST_BYTES = 131_072;
const MOST_CELLS = 20_000;
/** More than machines in one import; rows of another length than the first cost the parser most. */
const MOST_ROWS = 100_000;

type Came = Readonly<{ record: readonly string[]; raw: string }>;
type Parsed = Readonly<{ rows: readonly Row[]; broken?: InventoryRecord }>;

/** The rows by the line on which each begins; `broken` is the first one whose quotes are wrong: what stands behind it could mean anything. */
async function parsed({ rows: text, delimiter, linesBefore }: CsvBeginning): Promise<Parsed> {
  const rows: Row[] = [];
  const so: { broken?: InventoryRecord } = {};
  let next = 1 + linesBefore;
  let [count, open] = [0, 0];
  const take = ({ record, raw }: Came) => {
    open = 0;
    const empty = EMPTY_LINES.exec(raw)?.[0].length ?? 0; // of each the parser keeps one character
    const place = `line ${next + empty}`;
    next +=
      empty +
      raw
        .slice(empty)
        .replace(/(?:\r\n|\n|\r)$/, "")
        .split(LINE_END).length;
    if (so.broken) return;
    if (++count > MOST_ROWS) so.broken = unreadable(place, `There are more than ${MOST_ROWS} rows; expected fewer machines in one import`);
    else if (record.length > MOST_CELLS) so.broken = unreadable(place, `There are ${record.length} cells; expected at most ${MOST_CELLS}`);
    else if (record.some((cell) => cell.trim() !== "")) rows.push({ cells: record, place });
  };
  const parser = parse({
    ...OPTIONS,
    delimiter,
    on_skip: (error) => {
      if (error) so.broken ??= brokenBy(error, linesBefore);
    },
    on_record: (came) => {
      take(came as unknown as Came); // as `raw: true` has it
      return null; // nothing is kept for who would read the stream
    },
  });
  let failed: Error | undefined;
  parser.once("error", (error) => {
    failed = error;
  });
  const bytes = Buffer.from(text);
  const others = patience();
  for (let at = 0; at < bytes.length && !so.broken && !failed; at += PIECE) {
    const piece = bytes.subarray(at, at + PIECE);
    open += piece.length;
    await new Promise<void>((done) => void parser.write(piece, () => done()));
    if (piece.every(isLineEnd)) open = 0;
    if (open > MOST_BYTES) so.broken ??= unreadable(`line ${next}`, `A row is longer than ${MOST_BYTES} bytes; nothing behind it was read`);
    await others();
  }
  if (!so.broken && !failed) await new Promise<void>((done) => void parser.end(() => done()));
  if (failed && !so.broken) throw failed;
  return { rows, ...so };
}

const isLineEnd = (byte: number): boolean => byte === 10 || byte === 13;

function brokenBy({ message, lines }: CsvError, linesBefore: number): InventoryRecord {
  const why = message
    .replace(/ at line \d+/, "")
    .trimEnd()
    .replace(/\.$/, "");
  return unreadable(`line ${Number(lines ?? 1) + linesBefore}`, `This is not CSV as RFC 4180 has it (${why}); nothing behind it was read`);
}
