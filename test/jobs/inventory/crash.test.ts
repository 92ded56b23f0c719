import { randomBytes } from "node:crypto";
import { describe, expect, inject, it } from "vitest";
import { saveImport } from "../../../lib/api/inventory/start-import.js";
import { FleetError } from "../../../lib/core/errors.js";
import { uuidv7 } from "../../../lib/core/ids.js";
import type { InventoryLine } from "../../../lib/fleet/machines/inventory.js";
import type { Machine } from "../../../lib/fleet/machines/machine.js";
import { startJob } from "../../../lib/jobs/control/start-job.js";
import { isFinal } from "../../../lib/jobs/job.js";
import { RECIPES } from "../../../lib/jobs/recipes.js";
import { storageClients } from "../../../lib/store/clients.js";
import { ensureStorage } from "../../../lib/store/ensure-storage.js";
import { storage } from "../../../lib/store/storage.js";
import { memoryJobQueue, type SentMessage } from "../../store/memory/memory-job-queue.js";
import { aMachine as sample } from "../../store/samples.js";
import { type Death, mortality } from "../batch/mortality.js";
import { handClock, jobEngine } from "../engine/engine.js";

const NEW = 51; // more than one transaction holds
const CONTAINERS = ["servers", "others"];

/** A process that may die at a write to Azurite, and one beside it that only reads. */
async function mortalFleet(death: Death) {
  const where = { connectionString: inject("storage"), prefix: `T${randomBytes(6).toString("hex")}` };
  await ensureStorage(storageClients(where));
  const clock = handClock();
  const life = mortality(death);
  const clients = storageClients(where);
  for (const table of [clients.tables.machines, clients.tables.jobs, clients.tables.jobIndex, clients.tables.events])
    table.pipeline.addPolicy(life.policy);
  const { machines, staging, jobs, events, imports: bare } = storage(clients, clock);
  const imports = life.of(bare);
  const queue = memoryJobQueue();
  const stores = { machines, staging, jobs, events, imports };
  const engine = await jobEngine({}, { ...stores, queue: life.of(queue), clock, recipeOf: ({ recipe }) => RECIPES[recipe] });
  const readers = storageClients(where);
  return { engine, life, clock, queue, imports, reader: { ...storage(readers, clock), table: readers.tables.machines } };
}
type Mortal = Awaited<ReturnType<typeof mortalFleet>>;

const lineOf = (machine: Machine, over: Partial<InventoryLine["set"]> = {}): InventoryLine => ({
  ...{ fabric: machine.fabric, container: machine.container, friendlyName: machine.friendlyName, clear: [] },
  set: { address: machine.address, osType: "Linux", ...over },
});

/** A fleet in which earlier imports have left something: one is committed and not settled, one has only begun. */
async function before({ reader }: Mortal, fabric: string) {
  const at = (container: string, name: string) => sample({ fabric, container, name, friendlyName: name, address: name });
  const old = [at("servers", "a-changed"), at("servers", "b-same"), at("servers", "c-not-named"), at("others", "d-changed")] as const;
  for (const machine of old) await reader.machines.create(machine);
  const [committed, begun] = [uuidv7(new Date()), uuidv7(new Date())];
  const staged = (importId: string, isNew = false) => ({ importId, time: "2026-11-01T00:00:00.000Z", isNew, set: { port: 1001 }, clear: [] });
  await reader.staging.stageChange(old[2], staged(committed));
  await reader.imports.decide(committed, "committed");
  await reader.staging.stageChange(old[1], staged(begun));
  const left = at("servers", "e-left");
  await reader.staging.stageNew([left], [staged(begun, true)]);
  const fresh = [...Array.from({ length: NEW }, (_, i) => at("servers", `n-${String(i).padStart(3, "0")}`)), at("others", "n-other"), left];
  const lines = [lineOf(old[0], { port: 2222 }), lineOf(old[1]), lineOf(old[3], { tags: { site: "bonn" } }), ...fresh.map((one) => lineOf(one))];
  return { old, lines, fresh };
}

type Seen = Readonly<Record<string, unknown>>;
async function seenIn({ reader }: Mortal, fabric: string): Promise<Seen> {
  const pages = await Promise.all(CONTAINERS.map((container) => reader.machines.list(fabric, container, { size: 1000 })));
  return Object.fromEntries(pages.flatMap(({ items }) => items.map(({ friendlyName, port, tags }) => [friendlyName, { port, tags }] as const)));
}

/** What is staged in the rows of a fabric, seen or not. */
async function stagedIn({ reader }: Mortal, fabric: string): Promise<number> {
  let count = 0;
  for await (const { partitionKey } of reader.table.listEntities({ queryOptions: { filter: "Staged gt ''" } }))
    if (partitionKey?.startsWith(`${fabric}|`)) count++;
  return count;
}

/** Again when somebody else was first. */
async function untilUnchanged(write: () => Promise<void>): Promise<void> {
  try {
    await write();
  } catch (error) {
    if (!(error instanceof FleetError && error.code === "Conflict")) throw error;
    await untilUnchanged(write);
  }
}

/** Imports while the process dies at the n-th write, and goes on until the job has ended; gives false when there were not so many writes. */
async function survives(fleet: Mortal, { n, refused }: Readonly<{ n: number; refused: boolean }>): Promise<boolean> {
  const { engine, life, clock, queue, reader } = fleet;
  const fabric = `site-${n}`;
  const { old, lines, fresh } = await before(fleet, fabric);
  const none = await seenIn(fleet, fabric);
  const all = {
    ...{ ...none, ...Object.fromEntries(fresh.map(({ friendlyName }) => [friendlyName, { port: 22, tags: {} }])) },
    ...{ "a-changed": { port: 2222, tags: {} }, "d-changed": { port: 22, tags: { site: "bonn" } } },
  };
  const wanted = refused ? [none] : [none, all];
  let token = 0;
  const look = async () => {
    expect(wanted).toContainEqual(await seenIn(fleet, fabric));
    token++; // a job is at work on the machine meanwhile, and what the dead process had sent may still arrive
    await untilUnchanged(async () => {
      const found = await reader.machines.find(old[0]);
      if (found) await reader.machines.replace({ ...found.value, lastToken: token }, found.etag);
    });
  };
  life.dieAt(n);
  const start = async () => {
    const importId = await saveImport({ imports: fleet.imports, clock }, lines);
    if (refused) await reader.imports.decide(importId, "abandoned"); // as by another import that begins
    return startJob(engine)({ recipe: "import-inventory", target: { kind: "inventory", name: importId, friendlyName: "some" }, input: { importId } });
  };
  const started = await start().catch(() => undefined);
  life.revive();
  const job = started ?? (await reader.jobs.list({}, { size: 1 })).items.find(({ state }) => state === "NotStarted");
  if (!job) {
    expect(await seenIn(fleet, fabric)).toEqual(none);
    return life.hasDied();
  }
  const undone: SentMessage["message"][] = [];
  for (let i = 0; i < 20; i++) {
    for (let next = queue.take()?.message ?? undone.pop(); next; next = queue.take()?.message) {
      const message = next;
      await engine.run(message).catch(() => void undone.push(message)); // delivered again
      life.revive();
      await look();
    }
    if (undone.length === 0 && isFinal(await engine.job(job.name))) break;
    clock.pass(1801);
    await engine.rescue();
  }
  const ended = await engine.job(job.name);
  expect(ended).toMatchObject(
    refused
      ? { state: "Failed", errors: [{ code: "Conflict" }] }
      : { state: "Succeeded", learned: { import: { added: fresh.length, changed: 2, unchanged: 1 } } },
  );
  expect(await seenIn(fleet, fabric)).toEqual(refused ? none : all);
  expect((await reader.machines.find(old[0]))?.value.lastToken).toBe(token);
  expect(await stagedIn(fleet, fabric)).toBe(0);
  expect(await reader.imports.find(job.input.importId ?? "")).toBeUndefined();
  return life.hasDied();
}

describe("an import of the inventory whose process dies", () => {
  it.each([
    // After a write and before the next one differ in one thing, the lost answer: every write is gone through in one of the two ways.
    { death: "before", from: 1, refused: false },
    { death: "after", from: 2, refused: false },
    { death: "before", from: 2, refused: true },
    { death: "after", from: 1, refused: true },
  ] as const)(
    "$death every second write is seen as a whole or not at all, goes on, and leaves nothing behind (refused: $refused)",
    async ({ death, from, refused }) => {
      const fleet = await mortalFleet(death);
      let deaths = 0;
      for (let n = from; await survives(fleet, { n, refused }); n += 2) deaths++;
      expect(deaths).toBeGreaterThan(7);
    },
    300_000,
  );
});
