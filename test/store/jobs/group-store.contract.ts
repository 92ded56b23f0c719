import { describe, expect, it } from "vitest";
import type { GroupStore } from "../../../lib/fleet/ports.js";

const GROUP = { fabric: "Site 1", name: "SQL/Cluster #1" };

export function groupStoreContract(name: string, open: () => Promise<GroupStore>) {
  describe(`${name} as a GroupStore`, () => {
    it("finds a group in any spelling, in its own fabric alone", async () => {
      const store = await open();
      const { etag } = await store.create({ ...GROUP, heldBy: "job-1" });
      expect(await store.find("SITE 1", "sql/cluster #1")).toEqual({ value: { ...GROUP, heldBy: "job-1" }, etag });
      expect(await store.find("Site 2", GROUP.name)).toBeUndefined();
      await expect(store.create({ ...GROUP, name: GROUP.name.toUpperCase() })).rejects.toMatchObject({ code: "Conflict" });
    });
    it("lets one of two jobs take a free group", async () => {
      const store = await open();
      const { etag } = await store.create(GROUP);
      const taken = await store.replace({ ...GROUP, heldBy: "job-1" }, etag);
      await expect(store.replace({ ...GROUP, heldBy: "job-2" }, etag)).rejects.toMatchObject({ code: "Conflict", retryable: true });
      await store.replace(GROUP, taken.etag);
      expect((await store.find(GROUP.fabric, GROUP.name))?.value).toEqual(GROUP);
    });
  });
}
