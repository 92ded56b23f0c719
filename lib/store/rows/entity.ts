import type { z } from "zod";
import { FleetError } from "../../core/errors.js";
import { NewerSchema, refuseNewer, SCHEMA } from "../../core/schema.js";

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
  return { ...key, ...columns, Schema: SCHEMA, ...named(pieces) };
}

/** The row with another value in it; keys and columns stay. */
export function withValue(entity: Entity, value: unknown): Entity {
  const others = Object.entries(entity).filter(([name]) => !/^Json\d+$/.test(name) && !OF_STORAGE.has(name));
  return { ...(Object.fromEntries(others) as Entity), ...named(split(JSON.stringify(value))) }; // keys are among the others
}

const OF_STORAGE: ReadonlySet<string> = new Set(["etag", "timestamp"]);

const named = (pieces: readonly string[]): Columns => Object.fromEntries(pieces.map((piece, i) => [`Json${i}`, piece]));

/** A row that does not fit its schema: what is wrong where. Whoever reads many rows passes it over. */
export class DamagedRow extends FleetError {
  constructor(what: string, where: string) {
    super("Internal", `${what} is stored in a shape that this version does not know (${where})`, {
      recommendedAction: "Run npm run fleet -- mend-rows: it shows what is damaged, mends what can be mended, and puts the rest aside.",
    });
  }
}

/** Is this about a row that cannot be read: a damaged one, or one that a newer release wrote? */
export const isUnreadable = (error: unknown): error is FleetError => error instanceof DamagedRow || error instanceof NewerSchema;

/** The value of a row, parsed by its schema. Throws DamagedRow, which names the row; NewerSchema for one of a newer release. */
export function fromEntity<T>(what: string, schema: z.ZodType<T>, entity: Readonly<Record<string, unknown>>): T {
  refuseNewer(what, entity.Schema);
  const parsed = schema.safeParse(valueIn(entity));
  if (parsed.success) return parsed.data;
  throw new DamagedRow(what, wordsOf(parsed.error));
}

/** What a row holds as JSON, whatever it is; undefined when that is no JSON. */
export function valueIn(entity: Readonly<Record<string, unknown>>): unknown {
  let json = "";
  for (let i = 0; typeof entity[`Json${i}`] === "string"; i++) json += entity[`Json${i}`];
  return parseJson(json);
}

const MOST_ISSUES = 10;

/** Where a value does not fit its schema. */
export const wordsOf = ({ issues }: z.ZodError): string =>
  issues
    .slice(0, MOST_ISSUES)
    .map(({ path, code }) => `${path.join(".") || "the whole"}: ${code}`)
    .join(", ");

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
