import type { BatchStore } from "../ports.js";
import type { BatchMember } from "./batch-member.js";
import { listMembers } from "./list-members.js";
import { groupKey } from "./member-of.js";

export type Picked = Readonly<{ open: readonly BatchMember[]; skip: readonly BatchMember[] }>;

export type GroupRules = Readonly<{
  /** Groups of which a member runs. */
  busy: ReadonlySet<string>;
  /** Groups of which a member did not become healthy again: the rest is skipped. */
  broken: ReadonlySet<string>;
}>;

/** Members that wait, read from storage as they are needed. Those of a busy group are passed over, and come first the next time. */
export function waitingMembers(batches: BatchStore, batch: string) {
  const unread = listMembers(batches, batch, "Waiting");
  let passed: readonly BatchMember[] = [];
  return {
    /** At most so many to open, no two of one group. */
    async pick(most: number, { busy, broken }: GroupRules): Promise<Picked> {
      const taken = new Set(busy);
      const open: BatchMember[] = [];
      const skip: BatchMember[] = [];
      const still: BatchMember[] = [];
      const place = (member: BatchMember) => {
        const group = groupKey(member);
        if (group !== undefined && broken.has(group)) skip.push(member);
        else if (open.length >= most || (group !== undefined && taken.has(group))) still.push(member);
        else {
          if (group !== undefined) taken.add(group);
          open.push(member);
        }
      };
      for (const member of passed) place(member);
      while (open.length < most) {
        const next = await unread.next();
        if (next.done) break;
        place(next.value);
      }
      passed = still;
      return { open, skip };
    },
  };
}
