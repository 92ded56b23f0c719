import { FleetError } from "../../core/errors.js";
import { isUuidv7, newestFirst, timeOfUuidv7 } from "../../core/ids.js";
import type { Key } from "./entity.js";
import { complementDigits } from "./keys.js";

/** Where a thing named by a UUIDv7 lies: one partition a day, newest day first; in it the newest name first. */
export const timeKey = (name: string): Key => ({ partitionKey: dayKey(timeOfUuidv7(name)), rowKey: newestFirst(name) });

export type Span = Readonly<{ from?: Date; until?: Date; after?: string | undefined }>;

type Bound = Readonly<{ day: string; rows: string }>;

/**
 * Filters that read a span newest first: the rest of its first day, whole days, the beginning of its last day.
 * Days without rows cost nothing, because keys of days follow each other. `from` and `until` belong to the span, `after` does not.
 */
export function timeRanges({ from, until, after }: Span): (string | undefined)[] {
  const first = after === undefined ? until && { day: dayKey(until), rows: `RowKey ge '${notAfter(until)}'` } : afterName(after);
  const last = from && { day: dayKey(from), rows: `RowKey lt '${notBefore(from)}'` };
  if (!first) return last ? [`PartitionKey lt '${last.day}'`, inDay(last)] : [undefined];
  if (!last) return [inDay(first), `PartitionKey gt '${first.day}'`];
  if (first.day > last.day) return [];
  if (first.day === last.day) return [`${inDay(first)} and ${last.rows}`];
  return [inDay(first), `PartitionKey gt '${first.day}' and PartitionKey lt '${last.day}'`, inDay(last)];
}

/** Row keys `>=` it are of this moment or older. */
export const notAfter = (time: Date): string => newestFirst(millisecondsOf(time));

/** Row keys `<` it are of this moment or newer. */
export const notBefore = (time: Date): string => `${newestFirst(millisecondsOf(time))}~`;

/** A page goes on behind the name that was shown last. */
export function checkToken(token: string): string {
  if (isUuidv7(token)) return token.toLowerCase();
  throw new FleetError("InvalidParameter", "A continuation token is what the page before gave as its next; got something else");
}

function afterName(token: string): Bound {
  const { partitionKey, rowKey } = timeKey(checkToken(token));
  return { day: partitionKey, rows: `RowKey gt '${rowKey}'` };
}

const inDay = ({ day, rows }: Bound) => `PartitionKey eq '${day}' and ${rows}`;

const dayKey = (time: Date) => complementDigits(time.toISOString().slice(0, 10));

/** The first twelve digits of a UUIDv7. */
const millisecondsOf = (time: Date) =>
  time
    .getTime()
    .toString(16)
    .padStart(12, "0")
    .replace(/^(.{8})/, "$1-");
