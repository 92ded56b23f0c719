import type { Page, PageRequest } from "./versioned.js";

/** Where to begin, when not at the first, and how many each page has at the most. */
type From = Readonly<{ size: number; after?: string | undefined }>;

/** The pages of a list one after the other, each read when it is asked for. */
export async function* allPages<T>(read: (page: PageRequest) => Promise<Page<T>>, { size, after: from }: From): AsyncGenerator<readonly T[]> {
  for (let after = from; ; ) {
    const { items, next } = await read({ size, ...(after !== undefined && { after }) });
    yield items;
    if (next === undefined) return;
    after = next;
  }
}
