import { describe, expect, it } from "vitest";
import type { WatchedState } from "../../../lib/fleet/machines/watched-state.js";
import type { WatchStore } from "../../../lib/fleet/ports.js";

const SINCE = "2026-11-01T10:00:00.000Z";
const state = (over: Partial<WatchedState> = {}): WatchedState => ({
  fabric: "Site 1",
  subject: "heartbeat PS/1",
  state: "silent",
  since: SINCE,
  ...over,
});

export function watchStoreContract(name: string, open: () => Promise<WatchStore>) {
  describe(`${name} as a WatchStore`, () => {
    it("keeps the states of each fabric apart, in any spelling of its name", async () => {
      const store = await open();
      await store.create(state());
      await store.create(state({ subject: "update 9.62.7096.1", state: "available" }));
      await store.create(state({ fabric: "Site 2" }));
      expect((await store.listStates("SITE 1")).map(({ value }) => value.subject).toSorted()).toEqual(["heartbeat PS/1", "update 9.62.7096.1"]);
      expect(await store.listStates("Site 3")).toEqual([]);
      await expect(store.create(state())).rejects.toMatchObject({ code: "Conflict" });
    });
    it("lets one of two writers change a state", async () => {
      const store = await open();
      const { etag } = await store.create(state());
      await store.replace(state({ state: "heard" }), etag);
      await expect(store.replace(state({ state: "other" }), etag)).rejects.toMatchObject({ code: "Conflict", retryable: true });
      expect((await store.listStates("Site 1")).map(({ value }) => value)).toEqual([state({ state: "heard" })]);
    });
    it("remembers one round of probes, which is not among the states", async () => {
      const store = await open();
      expect(await store.findRound()).toBeUndefined();
      const round = { startTime: SINCE, total: 5, sent: 2, done: false, last: { fabric: "Site 1", container: "c", name: "m" } };
      await store.putRound(round);
      expect(await store.findRound()).toEqual(round);
      await store.putRound({ startTime: SINCE, total: 5, sent: 5, done: true });
      expect(await store.findRound()).toEqual({ startTime: SINCE, total: 5, sent: 5, done: true });
    });
  });
}
