import type { Column } from "./columns.js";

/** One machine as it stands in the file. A cell that is null or empty empties its field; a column that is absent leaves it. */
export type InventoryRecord = Readonly<{
  place: string;
  cells: ReadonlyMap<Column, unknown>;
  /** Why the line cannot be read; then it has no cells. */
  problem?: string;
}>;

/** A record of which nothing can be read. */
export const unreadable = (place: string, problem: string): InventoryRecord => ({ place, problem, cells: new Map() });
