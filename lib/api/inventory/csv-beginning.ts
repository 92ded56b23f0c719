import { patience } from "../../core/patience.js";
import { columnOf } from "./find-columns.js";

/** What stands before the rows of a CSV file, and what that says of them. */
export type CsvBeginning = Readonly<{
  /** The text from the first line on that may name columns. */
  rows: string;
  delimiter: string;
  /** So many lines stand before `rows`. */
  linesBefore: number;
}>;

/**
 * Passes over what spreadsheets and shells write before the first line: byte order marks, empty lines, Excel's `sep=;`, and the `#TYPE` of
 * Windows PowerShell. The delimiter is the one that `sep=` names, else the one by which the first lines name most columns.
 */
export async function csvBeginning(content: string): Promise<CsvBeginning> {
  const others = patience();
  let rows = content.slice(0, content.endsWith(END_OF_FILE) ? -1 : undefined).replace(/^\uFEFF+/, "");
  let declared: string | undefined;
  for (let linesBefore = 0; ; linesBefore += 1) {
    const { line, end } = firstLine(rows);
    const hint = SEPARATOR.exec(line);
    if (!hint && !isNoise(line)) return { rows, linesBefore, delimiter: delimiterOf(rows, declared) };
    if (end >= rows.length) return { rows: "", linesBefore, delimiter: "," };
    declared = separatorOf(hint?.[1]) ?? declared;
    rows = rows.slice(end).replace(/^\uFEFF/, "");
    await others();
  }
}

/** Ctrl-Z, which the shell of Windows puts behind files that it joins. */
const END_OF_FILE = "\x1a";

/** As Excel reads it and many exporters write it, also in quotes, or with empty cells behind it when it was saved again. */
const SEPARATOR = /^\s*"?sep=(\\t|[^"\w\s]|\t)?/i;
const separatorOf = (named: string | undefined): string | undefined => (named === "\\t" ? "\t" : named);

const isNoise = (line: string): boolean => line.trim() === "" || /^\s*"?#TYPE\s/i.test(line);

function firstLine(text: string): Readonly<{ line: string; end: number }> {
  const at = text.search(/[\r\n]/);
  if (at < 0) return { line: text, end: text.length };
  return { line: text.slice(0, at), end: text.startsWith("\r\n", at) ? at + 2 : at + 1 };
}

/** What separates cells in spreadsheets of different countries, in Persian ones the Arabic semicolon; the comma wins where nothing tells. */
const DELIMITERS = [",", ";", "\t", "|", "\u061B"] as const;
const MOST_CHARACTERS = 4096;

/** The declared one, unless by it no column is named: a file that was saved again in another country keeps its first line. */
function delimiterOf(rows: string, declared: string | undefined): string {
  const lines = rows.slice(0, MOST_CHARACTERS).split(/\r\n|\n|\r/, 2);
  const cellsBy = (delimiter: string) => lines.map((line) => line.split(delimiter));
  const named = (delimiter: string) =>
    cellsBy(delimiter)
      .flat()
      .filter((cell) => columnOf(cell.replaceAll('"', "").trim())).length;
  if (declared !== undefined && named(declared) > 0) return declared;
  const weight = (delimiter: string) => named(delimiter) * MOST_CHARACTERS + (cellsBy(delimiter)[0]?.length ?? 0);
  return DELIMITERS.reduce<string>((best, one) => (weight(one) > weight(best) ? one : best), declared ?? DELIMITERS[0]);
}
