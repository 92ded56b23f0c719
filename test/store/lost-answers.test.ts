import { RestError, type TableClient } from "@azure/data-tables";
import { describe, expect, it } from "vitest";
import { systemClock } from "../../lib/core/clock.js";
import { Secret } from "../../lib/core/secret.js";
import { sealedSecrets } from "../../lib/store/secrets/sealed-secrets.js";
import { sealingKeyRing } from "../../lib/store/secrets/sealing-key-ring.js";
import { storage } from "../../lib/store/storage.js";
import { openClients } from "./open-storage.js";
import { aFabric, aJob, aMachine, anAccount, anEvent, anInstaller } from "./samples.js";

type AnyPolicy = Parameters<TableClient["pipeline"]["addPolicy"]>[0];

/** Where the answer gets lost: under the library, which then sends the same write once more, or after all that it tries. */
const PLACES = { "of a first try": { afterPhase: "Retry" }, "of all tries": {} } as const;

/** Storage that applies every write to its tables, and answers nothing. */
async function forgetful(place: keyof typeof PLACES) {
  const clients = await openClients();
  const lost = new WeakSet<object>();
  const policy: AnyPolicy = {
    name: "lose-answers",
    async sendRequest(request, next) {
      const answer = await next(request);
      if (request.method === "GET" || lost.has(request)) return answer;
      lost.add(request);
      throw new RestError("socket hang up", { code: "ECONNRESET", request });
    },
  };
  for (const table of Object.values(clients.tables)) table.pipeline.addPolicy(policy, PLACES[place]);
  const ring = sealingKeyRing(Buffer.alloc(32, 7).toString("base64"));
  return { ...storage(clients, systemClock), secrets: sealedSecrets(clients.tables.secrets, ring) };
}

type Stores = Awaited<ReturnType<typeof forgetful>>;
const NOW = new Date("2026-03-01T10:00:00.000Z");
const machine = aMachine({ friendlyName: "web-1", protectedItem: "item-1" });
const job = aJob(NOW);
const key = { id: "0".repeat(16), hash: "h", scope: "reader", label: "l", createdAt: NOW.toISOString() } as const;
const state = { fabric: "site-1", subject: "cs", state: "silent", since: NOW.toISOString() };
const child = aJob(NOW);
const group = { fabric: "site-1", name: "sql", heldBy: job.name };
const installer = anInstaller();
const event = anEvent(NOW);

/** Each create, with how often what it made is there afterwards. */
const CREATES: Readonly<Record<string, Readonly<{ create(s: Stores): Promise<unknown>; found(s: Stores): Promise<number> }>>> = {
  fabric: { create: (s) => s.fabrics.create(aFabric()), found: async (s) => (await s.fabrics.list()).length },
  "protection container": {
    create: (s) => s.fabrics.createContainer({ fabric: "site-1", name: "default", friendlyName: "d" }),
    found: async (s) => (await s.fabrics.listContainers("site-1")).length,
  },
  machine: {
    create: (s) => s.machines.create(machine),
    found: async (s) => (await s.machines.list("site-1", "servers", { size: 10 })).items.length,
  },
  account: { create: (s) => s.accounts.create(anAccount()), found: async (s) => (await s.accounts.list("site-1")).length },
  installer: { create: (s) => s.installers.create(installer), found: async (s) => (await s.installers.list()).length },
  key: { create: (s) => s.keys.create(key), found: async (s) => (await s.keys.list()).length },
  job: { create: (s) => s.jobs.create(job), found: async (s) => (await s.jobs.findMany([job.name])).length },
  "job of a batch": { create: (s) => s.jobs.createMany([child]), found: async (s) => (await s.jobs.findMany([child.name])).length },
  "watched state": { create: (s) => s.watch.create(state), found: async (s) => (await s.watch.listStates("site-1")).length },
  "availability group": {
    create: (s) => s.groups.create(group),
    found: async (s) => ((await s.groups.find("site-1", "sql"))?.value.heldBy === job.name ? 1 : 0),
  },
  event: { create: (s) => s.events.add(event), found: async (s) => (await s.events.list({}, { size: 10 })).items.length },
  secret: { create: (s) => s.secrets.put("a-secret", new Secret("x")), found: async (s) => ((await s.secrets.find("a-secret")) ? 1 : 0) },
};
/** Left as they are, or written over, when they are there. */
const MAY_BE_THERE = ["event", "secret", "job of a batch"];
/** What has no row of its own to be known by: the call fails, and may be repeated. */
const UNKNOWN_WITHOUT_ANSWER = ["job", "job of a batch"];

describe.each(Object.keys(PLACES) as (keyof typeof PLACES)[])("where the answer %s is lost", (place) => {
  let opened: Promise<Stores> | undefined;
  const open = () => (opened ??= forgetful(place));

  it.each(Object.keys(CREATES))("a created %s is known again as one's own, and there once", async (what) => {
    const { create, found } = CREATES[what] ?? expect.unreachable();
    const stores = await open();
    if (place === "of all tries" && UNKNOWN_WITHOUT_ANSWER.includes(what)) {
      await expect(create(stores)).rejects.toMatchObject({ code: "StorageUnavailable", retryable: true });
      return;
    }
    await create(stores);
    expect(await found(stores)).toBe(1);
    if (!MAY_BE_THERE.includes(what) && place === "of a first try") await expect(create(stores)).rejects.toMatchObject({ code: "Conflict" });
  });

  it("what is replaced is known again as well, by the etag of this very write", async () => {
    const { fabrics, machines } = await open();
    const first = await fabrics.create(aFabric({ name: "site-2" }));
    const second = await fabrics.replace(aFabric({ name: "site-2", serverPort: 9443 }), first.etag);
    await expect(fabrics.replace(aFabric({ name: "site-2", serverPort: 9443 }), first.etag)).rejects.toMatchObject({ code: "Conflict" });
    expect((await fabrics.find("site-2"))?.etag).toBe(second.etag);
    const bare = aMachine({ fabric: "site-2" });
    const created = await machines.create(bare);
    const protectedNow = await machines.replace({ ...bare, protectedItem: "item-2" }, created.etag);
    expect((await machines.findByProtectedItem("site-2", "servers", "item-2"))?.etag).toBe(protectedNow.etag);
  });

  it("of two who write the same at once, one is refused", async () => {
    const { fabrics } = await open();
    const fabric = aFabric({ name: "site-3" });
    const ends = await Promise.allSettled([fabrics.create(fabric), fabrics.create(fabric)]);
    expect(ends.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  });
});
