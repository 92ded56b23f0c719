import { describe, expect, it } from "vitest";
import type { MachineStore } from "../../../lib/fleet/ports.js";
import { aMachine } from "../samples.js";

const IN = ["site-1", "servers"] as const;

export function machineStoreContract(name: string, open: () => Promise<MachineStore>) {
  describe(`${name} as a MachineStore`, () => {
    it("finds a machine by each of its names, whatever their case", async () => {
      const store = await open();
      const machine = aMachine({ friendlyName: "Web-1", protectedItem: "Item-1" });
      const { etag } = await store.create(machine);
      const found = { value: machine, etag };
      expect(await store.find({ ...machine, name: machine.name.toUpperCase() })).toEqual(found);
      expect(await store.findByFriendlyName("SITE-1", "Servers", "WEB-1")).toEqual(found);
      expect(await store.findByProtectedItem(...IN, "item-1")).toEqual(found);
    });
    it("says undefined for a machine that is not there or lies in another container", async () => {
      const store = await open();
      await store.create(aMachine({ name: "m-1", friendlyName: "web-1", container: "others" }));
      expect(await store.find({ fabric: "site-1", container: "servers", name: "m-1" })).toBeUndefined();
      expect(await store.findByFriendlyName(...IN, "web-1")).toBeUndefined();
      expect(await store.findByProtectedItem(...IN, "item-1")).toBeUndefined();
    });
    it("refuses a second machine of the same name or friendly name, and leaves nothing of it", async () => {
      const store = await open();
      await store.create(aMachine({ name: "m-1", friendlyName: "web-1" }));
      await expect(store.create(aMachine({ name: "M-1" }))).rejects.toMatchObject({ code: "Conflict" });
      await expect(store.create(aMachine({ name: "m-2", friendlyName: "WEB-1" }))).rejects.toMatchObject({ code: "Conflict" });
      expect((await store.list(...IN, { size: 10 })).items.map((m) => m.name)).toEqual(["m-1"]);
    });
    it("refuses the second of two writers", async () => {
      const store = await open();
      const { value, etag } = await store.create(aMachine());
      await store.replace({ ...value, lastToken: 1 }, etag);
      await expect(store.replace({ ...value, lastToken: 2 }, etag)).rejects.toMatchObject({ code: "Conflict", retryable: true });
      await expect(store.replace({ ...value, protectedItem: "x" }, etag)).rejects.toMatchObject({ code: "Conflict", retryable: true });
      expect((await store.find(value))?.value.lastToken).toBe(1);
    });
    it("drops properties that are absent from the new value", async () => {
      const store = await open();
      const { value, etag } = await store.create(aMachine({ osTag: "RHEL8-64" }));
      const { osTag: _, ...rest } = value;
      await store.replace(rest, etag);
      expect((await store.find(value))?.value).not.toHaveProperty("osTag");
    });
    it("follows the protected item of a machine", async () => {
      const store = await open();
      const machine = aMachine();
      let { etag } = await store.create(machine);
      ({ etag } = await store.replace({ ...machine, protectedItem: "item-1" }, etag));
      expect((await store.findByProtectedItem(...IN, "ITEM-1"))?.etag).toBe(etag);
      ({ etag } = await store.replace({ ...machine, protectedItem: "item-2" }, etag));
      expect(await store.findByProtectedItem(...IN, "item-1")).toBeUndefined();
      await store.replace(machine, etag);
      expect(await store.findByProtectedItem(...IN, "item-2")).toBeUndefined();
      expect((await store.find(machine))?.value).toEqual(machine);
    });
    it("removes a machine with its other names, which are free then, and refuses when somebody wrote it meanwhile", async () => {
      const store = await open();
      const machine = aMachine({ name: "m-1", friendlyName: "web-1", protectedItem: "item-1" });
      const old = await store.create(machine);
      const { etag } = await store.replace({ ...machine, lastToken: 7 }, old.etag);
      await expect(store.remove(machine, old.etag)).rejects.toMatchObject({ code: "Conflict", retryable: true });
      await store.remove(machine, etag);
      expect(await store.find(machine)).toBeUndefined();
      expect(await store.findByFriendlyName(...IN, "web-1")).toBeUndefined();
      expect(await store.findByProtectedItem(...IN, "item-1")).toBeUndefined();
      await store.create(aMachine({ name: "m-2", friendlyName: "web-1", protectedItem: "item-1" }));
      expect((await store.findByFriendlyName(...IN, "WEB-1"))?.value.name).toBe("m-2");
    });
    it("refuses a protected item that another machine has, and another friendly name", async () => {
      const store = await open();
      await store.create(aMachine({ protectedItem: "item-1" }));
      const { value, etag } = await store.create(aMachine());
      await expect(store.replace({ ...value, protectedItem: "item-1" }, etag)).rejects.toMatchObject({ code: "Conflict" });
      await expect(store.replace({ ...value, friendlyName: "other" }, etag)).rejects.toMatchObject({ code: "InvalidParameter" });
    });
    it("lists page after page, every machine once, none of another container", async () => {
      const store = await open();
      for (let i = 0; i < 6; i++) await store.create(aMachine({ name: `m-${i}`, ...(i % 2 && { protectedItem: `item-${i}` }) }));
      await store.create(aMachine({ container: "servers2" }));
      const names: string[][] = [];
      let after: string | undefined;
      do {
        const page = await store.list(...IN, { size: 3, ...(after && { after }) });
        names.push(page.items.map((machine) => machine.name));
        after = page.next;
      } while (after);
      expect(names).toEqual([
        ["m-0", "m-1", "m-2"],
        ["m-3", "m-4", "m-5"],
      ]);
      const protectedOnes = await store.list(...IN, { size: 3, protectedOnly: true });
      expect(protectedOnes.items.map((machine) => machine.name)).toEqual(["m-1", "m-3", "m-5"]);
      expect(protectedOnes).not.toHaveProperty("next");
    });
    it("lists what was written since a time in all containers, and tells that one was removed", async () => {
      const store = await open();
      await store.create(aMachine({ name: "old", friendlyName: "old" }));
      const since = await aMomentLater();
      const { etag } = await store.create(aMachine({ name: "new", friendlyName: "new", fabric: "site-2", protectedItem: "item-1" }));
      const changed = await store.listChanged(since, 10);
      expect(changed?.machines.map(({ name }) => name)).toEqual(["new"]);
      expect(changed?.someRemoved).toBe(false);
      expect(await store.listChanged(new Date(0), 1)).toBeUndefined();
      await store.remove(aMachine({ name: "new", friendlyName: "new", fabric: "site-2", protectedItem: "item-1" }), etag);
      expect(await store.listChanged(since, 10)).toEqual({ machines: [], someRemoved: true });
    });
    it("refuses a page of no size", async () => {
      const store = await open();
      await expect(store.list(...IN, { size: 0 })).rejects.toMatchObject({ code: "InvalidParameter" });
    });
  });
}

/** A time behind everything that was written so far: the next millisecond. */
async function aMomentLater(): Promise<Date> {
  const begun = Date.now();
  while (Date.now() <= begun) await new Promise(setImmediate);
  return new Date();
}
