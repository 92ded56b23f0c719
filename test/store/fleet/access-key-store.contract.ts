import { describe, expect, it } from "vitest";
import type { AccessKey } from "../../../lib/fleet/accounts/access-key.js";
import type { AccessKeyStore } from "../../../lib/fleet/ports.js";

const aKey = (id: string): AccessKey => ({ id, hash: "0".repeat(64), scope: "reader", label: "test", createdAt: "2026-01-01T00:00:00.000Z" });

export function accessKeyStoreContract(name: string, open: () => Promise<AccessKeyStore>) {
  describe(`${name} as an AccessKeyStore`, () => {
    it("finds, lists and removes keys", async () => {
      const store = await open();
      await store.create(aKey("a1"));
      await store.create(aKey("b2"));
      expect(await store.find("a1")).toEqual(aKey("a1"));
      expect(await store.list()).toEqual([aKey("a1"), aKey("b2")]);
      await store.remove("a1");
      await store.remove("a1");
      expect(await store.find("a1")).toBeUndefined();
    });
    it("refuses a taken id", async () => {
      const store = await open();
      await store.create(aKey("a1"));
      await expect(store.create(aKey("a1"))).rejects.toMatchObject({ code: "Conflict" });
    });
  });
}
