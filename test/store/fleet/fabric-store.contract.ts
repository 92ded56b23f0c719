import { describe, expect, it } from "vitest";
import type { FabricStore } from "../../../lib/fleet/ports.js";
import { aFabric } from "../samples.js";

export function fabricStoreContract(name: string, open: () => Promise<FabricStore>) {
  describe(`${name} as a FabricStore`, () => {
    it("finds a fabric whatever the case of its name, and keeps the spelling", async () => {
      const store = await open();
      await store.create(aFabric({ name: "Site-A" }));
      expect((await store.find("SITE-a"))?.value).toEqual(aFabric({ name: "Site-A" }));
      expect(await store.find("site-b")).toBeUndefined();
    });
    it("finds a fabric whose name has characters that table keys forbid", async () => {
      const store = await open();
      const names = ["a/b", "a\\b", "a#b", "a?b", "a%2fb", "a b", "it's", "Ünïcode 東京 😀", "a|b", "a~2fb"];
      for (const one of names) await store.create(aFabric({ name: one }));
      for (const one of names) expect((await store.find(one))?.value.name).toBe(one);
      expect(await store.list()).toHaveLength(names.length);
    });
    it("refuses a second fabric of the same name", async () => {
      const store = await open();
      await store.create(aFabric());
      await expect(store.create(aFabric({ name: "SITE-1" }))).rejects.toMatchObject({ code: "Conflict", retryable: false });
    });
    it("refuses the second of two writers, and the first one's value stays", async () => {
      const store = await open();
      const { value, etag } = await store.create(aFabric());
      const second = await store.replace({ ...value, serverPort: 9443 }, etag);
      await expect(store.replace({ ...value, serverPort: 1 }, etag)).rejects.toMatchObject({ code: "Conflict", retryable: true });
      expect(await store.find("site-1")).toEqual({ value: { ...value, serverPort: 9443 }, etag: second.etag });
    });
    it("drops properties that are absent from the new value", async () => {
      const store = await open();
      const { etag } = await store.create(aFabric({ serverVersion: "9.62.0.0" }));
      await store.replace(aFabric(), etag);
      expect((await store.find("site-1"))?.value).not.toHaveProperty("serverVersion");
    });
    it("keeps the containers of each fabric apart", async () => {
      const store = await open();
      const container = { fabric: "site-1", name: "servers", friendlyName: "Servers" };
      await store.createContainer(container);
      await store.createContainer({ ...container, fabric: "site-2" });
      expect(await store.listContainers("SITE-1")).toEqual([container]);
      expect(await store.findContainer("site-1", "Servers")).toEqual(container);
      expect(await store.findContainer("site-3", "servers")).toBeUndefined();
      await expect(store.createContainer(container)).rejects.toMatchObject({ code: "Conflict" });
    });
    it("gives back a fabric of many servers whole, and a small one after it", async () => {
      const store = await open();
      const servers = Array.from({ length: 1500 }, (_, i) => ({ id: `ps-${i}`, friendlyName: `Process server 😀 ${i}`, ipAddress: "10.0.0.1" }));
      const { etag } = await store.create(aFabric({ processServers: servers }));
      expect((await store.find("site-1"))?.value.processServers).toEqual(servers);
      await store.replace(aFabric(), etag);
      expect((await store.find("site-1"))?.value).toEqual(aFabric()); // no piece of the large value is left behind
    });
  });
}
