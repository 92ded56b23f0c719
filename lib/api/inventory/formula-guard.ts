/**
 * Where a spreadsheet may begin a cell: at the beginning and, in countries whose files have semicolons, behind each; such a spreadsheet looks
 * for quotes at the beginning of a cell only, so that those of a comma-separated file do not keep it from that. Lines begin cells, too.
 */
const BEGIN = "(^|[;\\t\\r\\n])";
/** What spreadsheets take as the beginning of a formula, the wide forms that some of them fold included; behind quotes, so that a guarded cell can be told from a quoted one. */
const FORMULA = "'*[=+\\-@\\t\\r\\uFF1D\\uFF0B\\uFF0D\\uFF20]";
const UNGUARDED = new RegExp(`${BEGIN}(?=${FORMULA})`, "g");
const GUARDED = new RegExp(`${BEGIN}'(?=${FORMULA})`, "g");

/** What cells are searched for; both are measured on hostile text. */
export const FORMULAS: readonly RegExp[] = [UNGUARDED, GUARDED];

/** The cell with a quote before what a spreadsheet would take as a formula. `withoutGuard` gives back any cell as it was. */
export const withGuard = (cell: string): string => cell.replace(UNGUARDED, "$1'");

/** The cell without the quotes of `withGuard`, or of a person who knows spreadsheets. */
export const withoutGuard = (cell: string): string => cell.replace(GUARDED, "$1");
