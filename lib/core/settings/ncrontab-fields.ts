const MONTHS = ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"];
const WEEKDAYS = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];
type Field = Readonly<{ name: string; low: number; high: number; words: readonly string[] }>;
const FIELDS: readonly Field[] = [
  { name: "second", low: 0, high: 59, words: [] },
  { name: "minute", low: 0, high: 59, words: [] },
  { name: "hour", low: 0, high: 23, words: [] },
  { name: "day", low: 1, high: 31, words: [] },
  { name: "month", low: 1, high: 12, words: MONTHS },
  { name: "day of week", low: 0, high: 6, words: WEEKDAYS },
];

/** Six fields as every cron library takes them, or what is wrong with the expression. */
export type NcrontabFields = Readonly<{ fields: readonly string[]; wrong?: undefined } | { fields?: undefined; wrong: string }>;

/**
 * Reads an NCRONTAB expression of six fields (of five: seconds are 0). Its grammar is stricter than other crons' (no 7, ?, L, W, #, @daily) and has
 * `5/10`, so each field is checked and rewritten. What is wrong is said without the expression.
 */
export function ncrontabFields(expression: string): NcrontabFields {
  const words = expression.trim().split(/\s+/);
  const six = words.length === 5 ? ["0", ...words] : words;
  if (six.length !== FIELDS.length) return { wrong: `it has ${words.length} ${words.length === 1 ? "field" : "fields"}` };
  const fields = FIELDS.map((field, index) => rewriteField(six[index] ?? "", field));
  const wrong = FIELDS.find((_, index) => fields[index] === undefined);
  if (wrong) return { wrong: `the ${wrong.name} must be of ${wrong.low} to ${wrong.high}: a number, *, a range or a list, with /step behind it` };
  return { fields: fields.filter((field) => field !== undefined) };
}

function rewriteField(text: string, field: Field): string | undefined {
  const items = text.split(",").map((item) => rewriteItem(item, field));
  return items.includes(undefined) ? undefined : items.join(",");
}

function rewriteItem(item: string, field: Field): string | undefined {
  const [, range = "", step] = /^([^/]+)(?:\/(\d{1,9}))?$/.exec(item) ?? [];
  if (range === "" || Number(step) === 0) return undefined;
  const suffix = step === undefined || step === "1" ? "" : `/${Math.min(Number(step), field.high)}`;
  if (range === "*") return `*${suffix}`;
  const bounds = range.split("-").map((text) => numberOf(text, field));
  if (bounds.length > 2 || bounds.includes(undefined)) return undefined;
  const [low = field.low, high = step === undefined ? low : field.high] = bounds;
  if (low === high) return `${low}`;
  return `${Math.min(low, high)}-${Math.max(low, high)}${suffix}`;
}

function numberOf(text: string, field: Field): number | undefined {
  const word = field.words.findIndex((name) => text !== "" && name.startsWith(text.toLowerCase()));
  const number = word >= 0 ? word + field.low : /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
  return number >= field.low && number <= field.high ? number : undefined;
}
