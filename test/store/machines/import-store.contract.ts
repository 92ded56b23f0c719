import { describe, expect, it } from "vitest";
import { uuidv7 } from "../../../lib/core/ids.js";
import type { InventoryImport } from "../../../lib/fleet/machines/inventory.js";
import type { ImportStore } from "../../../lib/fleet/ports.js";

const anImport = (): InventoryImport => ({
  id: uuidv7(new Date()),
  createdTime: "2026-11-01T10:00:00.000Z",
  lines: [{ fabric: "site-1", container: "servers", friendlyName: "wéb-1", set: { address: "10.0.0.1", tags: { a: "1" } }, clear: ["hostKey"] }],
});

export function importStoreContract(name: string, open: () => Promise<ImportStore>) {
  describe(`${name} as an ImportStore`, () => {
    it("gives back the lines until they are removed", async () => {
      const store = await open();
      const one = anImport();
      await store.put(one);
      expect(await store.find(one.id)).toEqual(one);
      expect(await store.find(one.id.toUpperCase())).toEqual(one);
      await store.remove(one.id);
      await store.remove(one.id);
      expect(await store.find(one.id)).toBeUndefined();
    });
    it("knows neither lines nor outcome of what nobody put", async () => {
      const store = await open();
      expect(await store.find(anImport().id)).toBeUndefined();
      expect(await store.find("../installers/x")).toBeUndefined();
      expect(await store.outcome(anImport().id)).toBeUndefined();
      expect(await store.outcome("../installers/x")).toBeUndefined();
    });
    it.each([
      ["committed", "abandoned"],
      ["abandoned", "committed"],
    ] as const)("keeps the first outcome, %s, whatever is said later", async (first, later) => {
      const store = await open();
      const one = anImport();
      await store.put(one);
      expect(await store.outcome(one.id)).toBeUndefined();
      expect(await store.decide(one.id, first)).toBe(first);
      expect(await store.decide(one.id, first)).toBe(first);
      expect(await store.decide(one.id, later)).toBe(first);
      await store.remove(one.id);
      expect(await store.outcome(one.id.toUpperCase())).toBe(first);
    });
    it("lets one of several win who decide at once", async () => {
      const store = await open();
      const { id } = anImport();
      const said = await Promise.all([0, 1, 2, 3].map((i) => store.decide(id, i % 2 ? "committed" : "abandoned")));
      expect(new Set(said).size).toBe(1);
      expect(await store.outcome(id)).toBe(said[0]);
    });
  });
}
