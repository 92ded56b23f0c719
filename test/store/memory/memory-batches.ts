import type { BatchMember } from "../../../lib/jobs/batch/batch-member.js";
import type { BatchStore } from "../../../lib/jobs/ports.js";

/** Members of batches in memory. */
export function memoryBatches(): BatchStore {
  const batches = new Map<string, Map<number, BatchMember>>();
  const membersOf = (batch: string) => {
    const known = batches.get(batch) ?? new Map<number, BatchMember>();
    batches.set(batch, known);
    return known;
  };
  return {
    async add(batch, members) {
      const known = membersOf(batch);
      for (const member of members) if (!known.has(member.order)) known.set(member.order, structuredClone(member));
    },
    async list(batch, { state }, { size, after = "-1" }) {
      const ordered = [...membersOf(batch).values()].filter((one) => state === undefined || one.state === state).sort((a, b) => a.order - b.order);
      const rest = ordered.filter(({ order }) => order > Number(after));
      const items = structuredClone(rest.slice(0, size));
      return rest.length > size ? { items, next: String(items.at(-1)?.order) } : { items };
    },
    async move(batch, from, members) {
      const known = membersOf(batch);
      for (const member of members) if (known.get(member.order)?.state === from) known.set(member.order, structuredClone(member));
      return members.filter(({ order, state }) => known.get(order)?.state === state);
    },
  };
}
