/**
 * Where a spreadsheet may begin a cell: at the beginning and, in countries whose files have semicolons, behind each; such a spreadsheet looks
 * for quotes at the beginning of a cell only, so that those of a comma-separated file do not keep it from that. Lines begin cells, too.
 */
const BEGIN = "(^|[;\\u061B\\t\\r\\n])";
/** What spreadsheets take as the beginning of a formula, the wide forms that some of them fold included; behind quotes, so that a guarded cell can be told from a quoted one. */
const FORMULA = "'*[=+\\-@\\t\\r\\uFF1D\\uFF0B\\uFF0D\\uFF20]";
const UNGUARDED = new RegExp(`${BEGIN}(?=${FORMULA})`, "g");
const GUARDED = new RegExp(`${BEGIN}'(?=${FORMULA})`, "g");

/** What a spreadsheet is told so that it takes a cell for text, `="007"`; an export writes a quote before it where a machine is called so. */
const AS_TEXT = /^="((?:[^"]|"")*)"$/;

/** What cells are searched for; each is measured on hostile text. */
export const FORMULAS: readonly RegExp[] = [UNGUARDED, GUARDED, AS_TEXT];

/** The cell with a quote before what a spreadsheet would take as a formula. `withoutGuard` gives back any cell as it was. */
export const withGuard = (cell: string): string => cell.replace(UNGUARDED, "$1'");

/** The cell without the quotes of `withGuard`, or of a person who knows spreadsheets. */
export const withoutGuard = (cell: string): string => cell.replace(GUARDED, "$1");

/** The cell as it was meant: without a guard, and without what tells a spreadsheet that it is text. */
export function asMeant(cell: string): string {
  const text = AS_TEXT.exec(cell)?.[1];
  return text === undefined ? withoutGuard(cell) : text.replaceAll('""', '"');
}
