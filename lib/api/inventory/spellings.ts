/** A port as a person, a spreadsheet or a data frame writes it: `22`, `22.0`, `22,0`. */
export function readPort(text: string): number | undefined {
  const digits = /^(\d{1,5})(?:[.,]0{1,2})?$/.exec(text)?.[1];
  const port = Number(digits);
  return digits !== undefined && port >= 1 && port <= 65_535 ? port : undefined;
}

/** True or false, also as spreadsheets of other languages spell it when they save what a person typed as true or false. */
export function readBoolean(text: string): boolean | undefined {
  const word = text.normalize("NFC").replace(/^\$/, "").toUpperCase();
  return TRUE.has(word) ? true : FALSE.has(word) ? false : undefined;
}

const TRUE: ReadonlySet<string> = new Set([
  ...["TRUE", "YES", "1", "WAHR", "VRAI", "VERDADERO", "VERDADEIRO", "VERO", "WAAR", "SANT", "SAND", "SANN", "TOSI", "PRAWDA", "PRAVDA"],
  ...["IGAZ", "ADEVĂRAT", "DOĞRU", "ИСТИНА", "ІСТИНА"],
]);
const FALSE: ReadonlySet<string> = new Set([
  ...["FALSE", "NO", "0", "FALSCH", "FAUX", "FALSO", "ONWAAR", "FALSKT", "FALSK", "USANN", "EPÄTOSI", "FAŁSZ", "NEPRAVDA"],
  ...["HAMIS", "FALS", "YANLIŞ", "ЛОЖЬ", "ХИБНІСТЬ"],
]);
