import { FleetError } from "../../core/errors.js";
import { withCodes } from "../../core/unfit-character.js";
import { suggest } from "../cmdlet/suggest.js";
import { COLUMNS, type Column } from "./columns.js";

export type FoundColumns = Readonly<{ columns: readonly Column[]; problem?: string; near: readonly string[] }>;

/** So many unknown names are told. */
const MOST_NAMED = 20;

/** The columns of these names, in any case; `problem` completes a sentence about what names them. */
export function findColumns(names: readonly string[]): FoundColumns {
  const known = names.map(columnOf);
  const columns = known.flatMap((column) => column ?? []);
  const unknown = names.filter((_, i) => known[i] === undefined).slice(0, MOST_NAMED);
  if (unknown.length > 0) {
    const shown = unknown.map((name) => withCodes(JSON.stringify(name.slice(0, 64)))).join(", ");
    const problem = `names ${shown}, which no inventory has; expected of ${COLUMNS.join(", ")}`;
    return { columns, problem, near: unknown.flatMap((name) => suggest(name, COLUMNS, 1)) };
  }
  const twice = columns.find((column, i) => columns.indexOf(column) !== i);
  return { columns, near: [], ...(twice && { problem: `names ${twice} twice; expected it once` }) };
}

/** Columns that the parameter of New-AsrProtectableItem which says the same calls otherwise: both names are read, and that one is written. */
const AS_PARAMETER: Readonly<Partial<Record<Column, string>>> = { Address: "IPAddress", HostKey: "HostKeySha256", Tags: "Tag" };

/** The name by which an export writes the column. */
export const writtenName = (column: Column): string => AS_PARAMETER[column] ?? column;

const BY_NAME: ReadonlyMap<string, Column> = new Map(
  COLUMNS.flatMap((column) => [column, writtenName(column)].map((name) => [name.toLowerCase(), column] as const)),
);
const LONGEST = 2 * Math.max(...[...BY_NAME.keys()].map(({ length }) => length));

/** In any case, and with spaces, underscores or hyphens between its words. */
export const columnOf = (name: string): Column | undefined =>
  name.length > LONGEST ? undefined : BY_NAME.get(name.replace(/[\s_-]/g, "").toLowerCase());

export const didYouMean = (near: readonly string[]): string => (near.length > 0 ? `. Did you mean ${near.join(" or ")}?` : "");

/** The inventory as a whole cannot be read. */
export const unreadableInventory = (message: string, { cause, near = [] }: Readonly<{ cause?: unknown; near?: readonly string[] }> = {}) =>
  new FleetError("InvalidParameter", message, {
    target: "Content",
    cause,
    ...(near.length > 0 && { recommendedAction: didYouMean(near).slice(2) }),
  });
