import type { z } from "zod";
import { FleetError } from "../../core/errors.js";
import { refuseNewer, SCHEMA } from "../../core/schema.js";

export type Key = Readonly<{ partitionKey: string; rowKey: string }>;

/** What a server-side filter may ask about, beside the value itself. */
export type Columns = Readonly<Record<string, string | number | boolean | undefined>>;

export type Entity = Key & Columns;

const PIECE = 32_000; // characters; a string property holds 64 KiB of UTF-16
const PIECES = 15; // an entity holds 1 MiB

/** One table row: the value as JSON in `Json0`, `Json1` …, the schema that it has, and the columns that filters ask about. */
export function toEntity(what: string, key: Key, value: unknown, columns: Columns = {}): Entity {
  const pieces = split(JSON.stringify(value));
  if (pieces.length > PIECES) {
    throw new FleetError(
      "InvalidParameter",
      `${what} is too large for a table row: a row holds ${PIECE * PIECES} characters. Long text belongs to the job's log`,
    );
  }
  return { ...key, ...columns, Schema: SCHEMA, ...Object.fromEntries(pieces.map((piece, i) => [`Json${i}`, piece])) };
}

/** The value of a row, parsed by its schema; a row that does not fit is an error that names it, one of a newer release NewerSchema. */
export function fromEntity<T>(what: string, schema: z.ZodType<T>, entity: Readonly<Record<string, unknown>>): T {
  refuseNewer(what, entity.Schema);
  let json = "";
  for (let i = 0; typeof entity[`Json${i}`] === "string"; i++) json += entity[`Json${i}`];
  const parsed = schema.safeParse(parseJson(json));
  if (parsed.success) return parsed.data;
  const where = parsed.error.issues.map(({ path, code }) => `${path.join(".") || "the whole"}: ${code}`).join(", ");
  throw new FleetError("Internal", `${what} is stored in a shape that this version does not know (${where})`);
}

/** Pieces end between characters, never inside a surrogate pair. */
function split(text: string): string[] {
  const pieces: string[] = [];
  for (let start = 0; start < text.length; ) {
    const end = start + PIECE - (/[\uD800-\uDBFF]/.test(text.charAt(start + PIECE - 1)) ? 1 : 0);
    pieces.push(text.slice(start, end));
    start = end;
  }
  return pieces;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // the schema says what was expected instead
  }
}
