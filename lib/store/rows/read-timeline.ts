import type { Page, PageRequest } from "../../core/versioned.js";
import { rowsFor, toPage } from "./paging.js";
import type { Rows } from "./rows.js";
import { type Span, timeRanges } from "./timeline.js";

export type TimelineQuery = Readonly<{ from?: Date; until?: Date; where?: string | undefined }>;

/** One page of what lies in a table by time, newest first; `where` is a further condition that the service checks. */
export async function readTimeline<T extends Readonly<{ name: string }>>(
  table: Rows<T>,
  { where, ...span }: TimelineQuery,
  { size, after }: PageRequest,
): Promise<Page<T>> {
  const wanted = rowsFor(size);
  const found: T[] = [];
  for (const range of timeRanges({ ...span, after } satisfies Span)) {
    const filter = [range, where].filter(Boolean).join(" and ");
    found.push(...(await table.query(filter || undefined, wanted - found.length)));
    if (found.length === wanted) break;
  }
  return toPage(found, size);
}
