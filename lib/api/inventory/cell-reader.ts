import { inWords, unfitInName, withCodes } from "../../core/unfit-character.js";
import { isPowerShellText, POWERSHELL_TEXT } from "../cmdlet/powershell-text.js";
import { type Column, EXPECTED } from "./columns.js";
import { INEXACT, isInexact } from "./inexact-number.js";
import type { InventoryRecord } from "./inventory-record.js";

type CellReader = Readonly<{
  /** The text of a cell; undefined where it is empty, or was refused. */
  given(column: Column): string | undefined;
  isRefused(column: Column): boolean;
}>;

/** Reads the cells of one record as text; what cannot be one is reported once. */
export function cellReader(cells: InventoryRecord["cells"], report: (problem: string) => void): CellReader {
  const refused = new Set<Column>();
  const refuse = (column: Column, problem: string) => {
    if (!refused.has(column)) report(problem);
    refused.add(column);
  };
  return {
    isRefused: (column) => refused.has(column),
    given(column) {
      const cell = cells.get(column);
      if (cell === undefined || cell === null) return undefined;
      if (typeof cell !== "string" && typeof cell !== "number" && typeof cell !== "boolean") {
        refuse(column, `${column} is ${shownCell(cell)}; expected ${EXPECTED[column]}`);
        return undefined;
      }
      const text = String(cell).trim();
      const why = isInexact(cell) ? `is ${INEXACT}` : faultOf(text);
      if (why !== undefined) refuse(column, `${column} ${why}; expected ${EXPECTED[column]}`);
      return why === undefined && text !== "" ? text : undefined;
    },
  };
}

function faultOf(text: string): string | undefined {
  const unfit = unfitInName(text);
  if (unfit) return `holds ${inWords(unfit)} of ${shownCell(text)}${unfit.codePoint === LOST ? `; ${NOT_UTF8}` : ""}`;
  return isPowerShellText(text) ? `is ${shownCell(text)}, ${POWERSHELL_TEXT}` : undefined;
}

const LOST = 0xfffd;
const NOT_UTF8 = 'the file is not UTF-8: save it as such (in Excel the type "CSV UTF-8")';
const MOST_SHOWN = 80;

/** A cell as it came, with what nobody would see as codes. */
export function shownCell(came: unknown): string {
  const text = typeof came === "string" ? JSON.stringify(came.slice(0, MOST_SHOWN)) : jsonOf(came);
  return withCodes(text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN)}…` : text);
}

/** Of a cell that is no text: what is nested without end cannot be written. */
function jsonOf(came: unknown): string {
  try {
    return JSON.stringify(came) ?? "nothing";
  } catch {
    return "something nested too deeply";
  }
}
