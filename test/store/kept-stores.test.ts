import { describe, expect, it } from "vitest";
import { Secret } from "../../lib/core/secret.js";
import type { FabricStore } from "../../lib/fleet/ports.js";
import { keepFabrics, keepInstallers, keepSecrets } from "../../lib/store/kept-stores.js";
import { until } from "../until.js";
import { memoryFabrics } from "./memory/memory-fabrics.js";
import { memoryInstallers } from "./memory/memory-installers.js";
import { memorySecrets } from "./memory/memory-secrets.js";
import { aFabric, anInstaller } from "./samples.js";

const LONG = 60_000;

/** A store that counts how often it was asked. */
function counting<S extends object>(store: S, method: keyof S & string): S & { asked: number } {
  const counted = { ...store, asked: 0 };
  const call = store[method] as (...args: unknown[]) => unknown; // the tests name methods
  return Object.assign(counted, {
    [method]: (...args: unknown[]) => {
      counted.asked++;
      return call(...args);
    },
  });
}

describe("stores that keep their answers for a while", () => {
  it("ask once for many who ask at the same time, in any case of the name", async () => {
    const store = counting<FabricStore>(memoryFabrics(), "find");
    await store.create(aFabric({ name: "CS1" }));
    const { kept } = keepFabrics(store, LONG);
    const found = await Promise.all(Array.from({ length: 50 }, (_, i) => kept.find(i % 2 ? "CS1" : "cs1")));
    expect(found.map((one) => one?.value.name)).toEqual(Array(50).fill("CS1"));
    expect(store.asked).toBe(1);
  });

  it("show a write of this process at once", async () => {
    const { fresh, kept } = keepFabrics(memoryFabrics(), LONG);
    const { etag } = await fresh.create(aFabric());
    expect((await kept.find("site-1"))?.value.serverVersion).toBeUndefined();
    await fresh.replace(aFabric({ serverVersion: "9.62.7096.1" }), etag);
    expect((await kept.find("site-1"))?.value.serverVersion).toBe("9.62.7096.1");
  });

  it("ask again when the time is over", async () => {
    const store = counting<FabricStore>(memoryFabrics(), "find");
    await store.create(aFabric());
    const { kept } = keepFabrics(store, 300);
    await kept.find("site-1");
    await kept.find("site-1");
    expect(store.asked).toBe(1);
    await until(async () => {
      await kept.find("site-1");
      return store.asked === 2;
    });
  });

  it("ask again for what was not there, and after a failure", async () => {
    const store = memoryFabrics();
    const { kept } = keepFabrics(store, LONG);
    expect(await kept.find("site-1")).toBeUndefined();
    await store.create(aFabric()); // by another process
    expect((await kept.find("site-1"))?.value.name).toBe("site-1");
    let broken = true;
    const flaky = keepFabrics({ ...store, find: (name) => (broken ? Promise.reject(new Error("no answer")) : store.find(name)) }, LONG);
    await expect(flaky.kept.find("site-1")).rejects.toThrow("no answer");
    broken = false;
    expect((await flaky.kept.find("site-1"))?.value.name).toBe("site-1");
  });

  it("keep the catalogue by tag and as a whole, until an installer is added", async () => {
    const { fresh, kept } = keepInstallers(memoryInstallers(), LONG);
    await fresh.create(anInstaller());
    expect(await kept.list("UBUNTU-22.04-64")).toHaveLength(1);
    await fresh.create(anInstaller({ osTag: "RHEL8-64" }));
    expect(await kept.list()).toHaveLength(2);
    expect(await kept.list("RHEL8-64")).toHaveLength(1);
  });

  it("give a new secret as soon as it is put", async () => {
    const { fresh, kept } = keepSecrets(memorySecrets(), LONG);
    await fresh.put("account-1", new Secret("old"));
    expect((await kept.find("account-1"))?.reveal()).toBe("old");
    await fresh.put("account-1", new Secret("new"));
    expect((await kept.find("account-1"))?.reveal()).toBe("new");
    await fresh.remove("account-1");
    expect(await kept.find("account-1")).toBeUndefined();
  });
});
