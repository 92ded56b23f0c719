import { FleetError } from "../../core/errors.js";
import type { Page } from "../../core/versioned.js";

/** How many rows tell a page of `size` and whether there is another. */
export function rowsFor(size: number): number {
  if (!Number.isInteger(size) || size < 1 || size > 1000) throw new FleetError("InvalidParameter", `A page has 1 to 1000 items, got ${size}`);
  return size + 1;
}

/** Cuts what was read by `rowsFor(size)` to a page; the last name shown says where the next one begins. */
export function toPage<T extends Readonly<{ name: string }>>(found: readonly T[], size: number): Page<T> {
  const items = found.slice(0, size);
  const last = items.at(-1);
  return last && found.length > size ? { items, next: last.name } : { items };
}
