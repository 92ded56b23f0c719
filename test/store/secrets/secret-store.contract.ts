import { describe, expect, it } from "vitest";
import { Secret } from "../../../lib/core/secret.js";
import type { SecretStore } from "../../../lib/fleet/ports.js";

export function secretStoreContract(name: string, open: () => Promise<SecretStore>) {
  describe(`${name} as a SecretStore`, () => {
    it("gives back what was put, the last value of a name", async () => {
      const store = await open();
      await store.put("site-1-account-1", new Secret("first"));
      await store.put("site-1-account-1", new Secret("pässwörd 東京\n-----BEGIN KEY-----"));
      expect((await store.find("site-1-account-1"))?.reveal()).toBe("pässwörd 東京\n-----BEGIN KEY-----");
    });
    it("forgets what was removed, and takes the name again", async () => {
      const store = await open();
      await store.put("one", new Secret("1"));
      await store.remove("one");
      await store.remove("one");
      expect(await store.find("one")).toBeUndefined();
      await store.put("one", new Secret("2"));
      expect((await store.find("one"))?.reveal()).toBe("2");
    });
    it("says undefined for a secret that is not there", async () => {
      expect(await (await open()).find("nothing")).toBeUndefined();
    });
    it("refuses a name that one of the stores could not keep", async () => {
      const store = await open();
      await expect(store.put("a/b", new Secret("x"))).rejects.toMatchObject({ code: "InvalidParameter" });
    });
  });
}
