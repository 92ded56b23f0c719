import { FleetError } from "../../core/errors.js";
import type { Page, PageRequest } from "../../core/versioned.js";
import { names, text, wholeNumber } from "./parameter.js";

/** Which properties of its objects a list is to show. */
export const slimness = { Property: names("Only these properties of each object; all when not given.", { extension: true }).optional() };

/** The parameters of every list that can be long. */
export const paging = {
  Top: wholeNumber("At most so many objects; 100 when not given.", { min: 1, max: 1000 }, { extension: true }).optional(),
  SkipToken: text("Where to read on: taken from the nextLink of the page before.", { extension: true }).optional(),
  ...slimness,
};

type Paging = Readonly<{ Top?: number | undefined; SkipToken?: string | undefined }>;

export const pageRequest = ({ Top, SkipToken }: Paging): PageRequest => ({ size: Top ?? 100, ...(SkipToken !== undefined && { after: SkipToken }) });

/** A page of what was read as a whole; the token is the place at which the next one begins. */
export function pageOf<T>(items: readonly T[], { size, after }: PageRequest, most: (page: readonly T[]) => readonly T[] = (page) => page): Page<T> {
  const start = after === undefined ? 0 : placeOf(after);
  const page = most(items.slice(start, start + size));
  const end = start + page.length;
  return { items: [...page], ...(end < items.length && { next: String(end) }) };
}

function placeOf(token: string): number {
  if (/^\d{1,7}$/.test(token)) return Number(token);
  throw new FleetError("InvalidParameter", "The parameter SkipToken expects what the nextLink of the page before holds", { target: "SkipToken" });
}

const MOST_READS = 20;

/** A page of those that match. It reads on until the page is full, and gives a shorter one (with `next`) rather than reading too much. */
export async function readMatching<T>(
  read: (page: PageRequest) => Promise<Page<T>>,
  { size, after }: PageRequest,
  matches: (item: T) => boolean,
): Promise<Page<T>> {
  let next = after;
  const found: T[] = [];
  for (let reads = 0; reads < MOST_READS; reads += 1) {
    const page = await read({ size: size - found.length, ...(next !== undefined && { after: next }) });
    found.push(...page.items.filter(matches));
    next = page.next;
    if (next === undefined || found.length === size) break;
  }
  return { items: found, ...(next !== undefined && { next }) };
}

/**
 * Several lists as one, in the order of these keys: one page of the list where the token says, else of the first. A page ends where its list does.
 * A key that is gone meanwhile is passed over. A key must have no `|`.
 */
export async function readInTurn<T>(
  keys: readonly string[],
  { size, after }: PageRequest,
  read: (key: string, page: PageRequest) => Promise<Page<T>>,
): Promise<Page<T>> {
  const [, from = "", inside] = /^([^|]*)\|?(.*)$/s.exec(after ?? "") ?? [];
  const at = keys.findIndex((key) => key >= from);
  const current = keys[at];
  if (current === undefined) return { items: [] };
  const { items, next } = await read(current, { size, ...(inside && current === from && { after: inside }) });
  if (next !== undefined) return { items, next: `${current}|${next}` };
  const following = keys[at + 1];
  return { items, ...(following !== undefined && { next: `${following}|` }) };
}
