import type { BatchStore } from "../ports.js";
import type { BatchMember, MemberState } from "./batch-member.js";

const PAGE = 1000;

/** All members of a batch, or those of one state, page by page. */
export async function* listMembers(batches: BatchStore, batch: string, state?: MemberState): AsyncGenerator<BatchMember> {
  for (let after: string | undefined; ; ) {
    const page = await batches.list(batch, state ? { state } : {}, { size: PAGE, ...(after !== undefined && { after }) });
    yield* page.items;
    if (page.next === undefined) return;
    after = page.next;
  }
}
