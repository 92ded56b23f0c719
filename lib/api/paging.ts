import type { Page, PageRequest } from "../core/versioned.js";
import { text, wholeNumber } from "./parameter.js";

/** The parameters of every list that can be long. */
export const paging = {
  Top: wholeNumber("At most so many objects; 100 when not given.", { min: 1, max: 1000 }, { extension: true }).optional(),
  SkipToken: text("Where to read on: taken from the nextLink of the page before.", { extension: true }).optional(),
};

type Paging = Readonly<{ Top?: number | undefined; SkipToken?: string | undefined }>;

export const pageRequest = ({ Top, SkipToken }: Paging): PageRequest => ({ size: Top ?? 100, ...(SkipToken !== undefined && { after: SkipToken }) });

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
