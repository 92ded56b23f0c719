import { describe, expect, it } from "vitest";
import type { AccountStore, FabricStore, InstallerStore, MarkStore } from "../../../lib/fleet/ports.js";
import { aFabric, anAccount } from "../samples.js";

type Stores = Readonly<{ fabrics: FabricStore; accounts: AccountStore; installers: InstallerStore; marks: MarkStore }>;

export function markStoreContract(name: string, open: () => Promise<Stores>) {
  describe(`${name} as a MarkStore`, () => {
    it("gives another mark when anything of its kind was written, added or removed, and the same until then", async () => {
      const { fabrics, accounts, installers, marks } = await open();
      await fabrics.create(aFabric());
      const account = await accounts.create(anAccount());
      const seen = new Set<string>();
      const isNew = async (kind: "fabrics" | "accounts" | "installers") => {
        const mark = await marks.read(kind);
        expect(await marks.read(kind)).toBe(mark);
        const fresh = !seen.has(`${kind} ${mark}`);
        seen.add(`${kind} ${mark}`);
        return fresh;
      };
      const look = async () => [await isNew("fabrics"), await isNew("accounts"), await isNew("installers")];
      expect(await look()).toEqual([true, true, true]);
      expect(await look()).toEqual([false, false, false]);
      await installers.putHold({ version: "9.62.1.1", reason: "to be looked at", since: "2026-11-24T00:00:00.000Z" });
      expect(await look()).toEqual([false, false, true]);
      await accounts.replace({ ...account.value, stopped: true }, account.etag);
      await fabrics.createContainer({ fabric: "site-1", name: "servers", friendlyName: "servers" });
      expect(await look()).toEqual([true, true, false]);
      await installers.putRunTimes({ what: "install", osTag: "RHEL8-64", version: "9.62.1.1", seconds: [60] });
      expect(await look()).toEqual([false, false, false]);
      const before = await marks.read("fabrics");
      await fabrics.removeContainer({ fabric: "site-1", name: "servers", friendlyName: "servers" });
      expect(await marks.read("fabrics")).not.toBe(before);
    });
  });
}
