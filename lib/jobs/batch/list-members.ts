import { allPages } from "../../core/all-pages.js";
import type { BatchStore } from "../ports.js";
import type { BatchMember, MemberState } from "./batch-member.js";

const PAGE = 1000;

/** All members of a batch, or those of one state, page by page. */
export async function* listMembers(batches: BatchStore, batch: string, state?: MemberState): AsyncGenerator<BatchMember> {
  for await (const page of allPages((next) => batches.list(batch, state ? { state } : {}, next), { size: PAGE })) yield* page;
}
