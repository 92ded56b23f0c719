/** What spreadsheets take as the beginning of a formula, the wide forms that some of them fold included; behind quotes, so that a guarded cell can be told from a quoted one. */
const FORMULA = "'*[=+\\-@\\t\\r\\uFF1D\\uFF0B\\uFF0D\\uFF20]";
const UNGUARDED = new RegExp(`^(?=${FORMULA})`);
const GUARDED = new RegExp(`^'(?=${FORMULA})`);

/** The cell with a quote before what a spreadsheet would take as a formula. `withoutGuard` gives back any cell as it was. */
export const withGuard = (cell: string): string => cell.replace(UNGUARDED, "'");

/** The cell without the quote of `withGuard`, or of a person who knows spreadsheets. */
export const withoutGuard = (cell: string): string => cell.replace(GUARDED, "");
