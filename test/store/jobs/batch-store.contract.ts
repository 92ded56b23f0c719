import { describe, expect, it } from "vitest";
import type { BatchMember, MemberState } from "../../../lib/jobs/batch/batch-member.js";
import type { BatchStore } from "../../../lib/jobs/ports.js";

const BATCH = "019a0000-0000-7000-8000-000000000001";

const member = (order: number, over: Partial<BatchMember> = {}): BatchMember => ({
  ...{ order, state: "Waiting", fabric: "site-1", container: "servers", name: `m-${order}`, friendlyName: `web-${order}`, risk: 0 },
  ...over,
});
const members = (n: number): BatchMember[] => Array.from({ length: n }, (_, order) => member(order));

export function batchStoreContract(name: string, open: () => Promise<BatchStore>) {
  const orders = async (store: BatchStore, state?: MemberState, batch = BATCH) =>
    (await store.list(batch, state ? { state } : {}, { size: 1000 })).items.map(({ order }) => order);
  describe(`${name} as a BatchStore`, () => {
    it("gives back members in the order of opening, page after page, and those of no other batch", async () => {
      const store = await open();
      const all = members(130);
      await store.add(BATCH, all.toReversed());
      await store.add("019a0000-0000-7000-8000-000000000002", [member(500)]);
      const first = await store.list(BATCH, { state: "Waiting" }, { size: 100 });
      const second = await store.list(BATCH, { state: "Waiting" }, { size: 100, after: String(first.next) });
      expect([...first.items, ...second.items]).toEqual(all);
      expect(second).not.toHaveProperty("next");
    });
    it("leaves a member that is there already as it is, in whatever state", async () => {
      const store = await open();
      await store.add(BATCH, members(4));
      await store.move(BATCH, "Waiting", [member(1, { state: "Running", job: "child-1" })]);
      await store.add(BATCH, members(60));
      expect(await orders(store, "Running")).toEqual([1]);
      expect(await orders(store, "Waiting")).toHaveLength(59);
      expect((await store.list(BATCH, { state: "Running" }, { size: 5 })).items[0]).toEqual(member(1, { state: "Running", job: "child-1" }));
    });
    it("moves members from one state to several, and has each of them in one state at any time", async () => {
      const store = await open();
      await store.add(BATCH, members(120));
      await store.move(
        BATCH,
        "Waiting",
        members(110).map((one) => ({ ...one, state: one.order % 2 ? "Failed" : "Succeeded" })),
      );
      expect(await orders(store, "Waiting")).toEqual([110, 111, 112, 113, 114, 115, 116, 117, 118, 119]);
      expect(await orders(store, "Failed")).toHaveLength(55);
      expect((await orders(store)).toSorted((a, b) => a - b)).toEqual(members(120).map(({ order }) => order));
    });
    it("moves nobody who is no longer in that state", async () => {
      const store = await open();
      await store.add(BATCH, members(6));
      await store.move(BATCH, "Waiting", [member(2, { state: "Skipped", reason: "first" })]);
      const running = [1, 2, 3].map((order) => member(order, { state: "Running" }));
      const orderOf = (moved: readonly BatchMember[]) => moved.map(({ order }) => order).sort();
      expect(orderOf(await store.move(BATCH, "Waiting", running))).toEqual([1, 3]);
      expect(orderOf(await store.move(BATCH, "Waiting", running))).toEqual([1, 3]); // as after an answer that was lost
      expect(await orders(store, "Running")).toEqual([1, 3]);
      expect((await store.list(BATCH, { state: "Skipped" }, { size: 5 })).items).toEqual([member(2, { state: "Skipped", reason: "first" })]);
    });
    it("knows no member of a batch that nobody wrote", async () => {
      const store = await open();
      expect(await store.list(BATCH, {}, { size: 10 })).toEqual({ items: [] });
    });
    it("pages through all members of all states", async () => {
      const store = await open();
      await store.add(BATCH, members(7));
      await store.move(
        BATCH,
        "Waiting",
        [0, 5].map((order) => member(order, { state: "Running" })),
      );
      const seen: number[] = [];
      for (let after: string | undefined; ; ) {
        const page = await store.list(BATCH, {}, { size: 2, ...(after !== undefined && { after }) });
        seen.push(...page.items.map(({ order }) => order));
        if (page.next === undefined) break;
        after = page.next;
      }
      expect(seen.toSorted()).toEqual([0, 1, 2, 3, 4, 5, 6]);
    });
  });
}
