import { describe, expect, it } from "vitest";
import type { AccountStore } from "../../../lib/fleet/ports.js";
import { anAccount } from "../samples.js";

export function accountStoreContract(name: string, open: () => Promise<AccountStore>) {
  describe(`${name} as an AccountStore`, () => {
    it("lists the accounts of one fabric by their numbers", async () => {
      const store = await open();
      for (const id of ["10", "2", "1"]) await store.create(anAccount({ id }));
      await store.create(anAccount({ fabric: "site-2" }));
      expect((await store.list("SITE-1")).map(({ id }) => id)).toEqual(["1", "2", "10"]);
      expect((await store.find("Site-1", "10"))?.value).toEqual(anAccount({ id: "10" }));
      expect(await store.find("site-2", "10")).toBeUndefined();
    });
    it("refuses a taken number and the second of two writers", async () => {
      const store = await open();
      const { value, etag } = await store.create(anAccount({ proving: { machine: "m-1", until: "2026-01-01T00:00:00.000Z" } }));
      await expect(store.create(value)).rejects.toMatchObject({ code: "Conflict" });
      await store.replace(anAccount({ stopped: true }), etag);
      await expect(store.replace(value, etag)).rejects.toMatchObject({ code: "Conflict", retryable: true });
      expect((await store.find("site-1", "1"))?.value).toEqual(anAccount({ stopped: true }));
    });
  });
}
