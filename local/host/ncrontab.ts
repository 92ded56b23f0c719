import { Cron } from "croner";
import { FleetError } from "../../lib/core/errors.js";

/** The next moment strictly after the given one, or null when there is none. */
export type NextOccurrence = (after: Date) => Date | null;

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

/**
 * Reads an NCRONTAB expression of six fields (of five: seconds are 0). Day of month AND day of week must match.
 * Its grammar is stricter than croner's (no 7, ?, L, W, #, @daily) and has `5/10`, so each field is checked and rewritten first.
 */
export function ncrontab(expression: string, timezone?: string): NextOccurrence {
  const words = expression.trim().split(/\s+/);
  const six = words.length === 5 ? ["0", ...words] : words;
  if (six.length !== 6) throw invalid(expression, `it has ${words.length} fields`);
  const pattern = six.map((text, index) => rewriteField(text, FIELDS[index] as Field, expression)).join(" "); // six fields, six words
  const cron = new Cron(pattern, { mode: "6-part", domAndDow: true, paused: true, ...(timezone === undefined ? {} : { timezone }) });
  return (after) => cron.nextRun(after);
}

const rewriteField = (text: string, field: Field, expression: string): string =>
  text
    .split(",")
    .map((item) => rewriteItem(item, field, expression))
    .join(",");

function rewriteItem(item: string, field: Field, expression: string): string {
  const [, range = "", step] = /^([^/]+)(?:\/(\d+))?$/.exec(item) ?? [];
  if (range === "" || Number(step) === 0) throw invalid(expression, `"${item}" is no ${field.name}`);
  const suffix = step === undefined || step === "1" ? "" : `/${Math.min(Number(step), field.high)}`;
  if (range === "*") return `*${suffix}`;
  const bounds = range.split("-").map((text) => numberOf(text, field, expression));
  if (bounds.length > 2) throw invalid(expression, `"${range}" is no range`);
  const [low = field.low, high = step === undefined ? low : field.high] = bounds;
  if (low === high) return `${low}`;
  return `${Math.min(low, high)}-${Math.max(low, high)}${suffix}`;
}

function numberOf(text: string, field: Field, expression: string): number {
  const word = field.words.findIndex((name) => text !== "" && name.startsWith(text.toLowerCase()));
  const number = word >= 0 ? word + field.low : /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (number >= field.low && number <= field.high) return number;
  throw invalid(expression, `"${text}" is no ${field.name} (${field.low}-${field.high})`);
}

const invalid = (expression: string, why: string) =>
  new FleetError("InvalidSettings", `"${expression}" is no schedule: ${why}. Expected {second} {minute} {hour} {day} {month} {day of week}`);
