import { FleetError } from "../../../lib/core/errors.js";
import { isUuidv7, timeOfUuidv7 } from "../../../lib/core/ids.js";
import type { Page, PageRequest } from "../../../lib/core/versioned.js";
import { memoryPage } from "./memory-rows.js";

type Span = Readonly<{ from?: Date; until?: Date }>;

/** Newest first, `from` and `until` included, a page of it. */
export function memoryTimeline<T extends Readonly<{ name: string }>>(all: readonly T[], { from, until }: Span, page: PageRequest): Page<T> {
  if (page.after !== undefined && !isUuidv7(page.after)) throw new FleetError("InvalidParameter", "A continuation token comes from the page before");
  const { after = "", size } = page;
  const isBehind = (name: string) => after === "" || name < after.toLowerCase(); // also behind a name that is not there
  const within = all.filter(({ name }) => (!from || timeOfUuidv7(name) >= from) && (!until || timeOfUuidv7(name) <= until) && isBehind(name));
  return memoryPage(
    within.sort((a, b) => (a.name > b.name ? -1 : 1)),
    { size },
  );
}
