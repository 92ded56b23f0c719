import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { AlertMessage } from "../../../functions/deliver-alert.js";
import { ProbeMessage } from "../../../functions/probe-machine.js";
import { JobMessage } from "../../../functions/run-job.js";
import { asrJob } from "../../../lib/api/objects/job.js";
import { systemClock } from "../../../lib/core/clock.js";
import type { Job } from "../../../lib/jobs/job.js";
import { RecipeName } from "../../../lib/jobs/recipe-name.js";
import type { TableName } from "../../../lib/store/clients.js";
import { storage } from "../../../lib/store/storage.js";
import { openClients } from "../open-storage.js";

type Entity = Readonly<Record<string, unknown>> & Readonly<{ partitionKey: string; rowKey: string }>;

/** Recipes that came after a release was recorded. */
const LATER: Readonly<Record<string, readonly string[]>> = { v0: ["remove-fabric", "exclude", "vm-agent"], v1: ["exclude", "vm-agent"] };

const isRecorded = (version: string, file: string): boolean => existsSync(`test/store/recorded/${version}/${file}.json`);
const read = <T>(version: string, file: string): T => JSON.parse(readFileSync(`test/store/recorded/${version}/${file}.json`, "utf8"));

const storedIn = (entity: Entity): Readonly<Record<string, unknown>> =>
  JSON.parse(Array.from({ length: 15 }, (_, i) => entity[`Json${i}`] ?? "").join(""));

/** Storage as a release of that schema left it, read by this one. */
async function restored(version: string) {
  const clients = await openClients();
  const tables = Object.keys(clients.tables).filter((name) => name !== "secrets" && isRecorded(version, name)) as TableName[]; // they are its keys; secrets-and-index.test.ts opens the secrets
  for (const name of tables) for (const entity of read<Entity[]>(version, name)) await clients.tables[name].createEntity(entity);
  for (const [name, value] of Object.entries(read<Record<string, unknown>>(version, "papers"))) {
    const text = JSON.stringify(value);
    await clients.papers.getBlockBlobClient(name).upload(text, text.length);
  }
  return { clients, ...storage(clients, systemClock) };
}

const VAULT = { subscriptionId: "c0ffee00-0000-4000-8000-000000000001", resourceGroup: "rg", vaultName: "v" };

/** Those of which all was recorded; of the others that which they changed. */
const WHOLE = readdirSync("test/store/recorded").filter((name) => existsSync(`test/store/recorded/${name}/jobs.json`));

describe.each(WHOLE)("what schema %s left in storage", (version) => {
  const jobsOf = (file: string) => read<Entity[]>(version, file).map((entity) => ({ entity, value: storedIn(entity) as unknown as Job })); // as that release had it

  it("has an ended job of every recipe, all of which are read and shown as they were", async () => {
    const { jobs } = await restored(version);
    const recorded = jobsOf("jobs");
    expect(new Set(recorded.map(({ value }) => value.recipe))).toEqual(
      new Set(RecipeName.options.filter((recipe) => !LATER[version]?.includes(recipe))),
    );
    for (const { value } of recorded) {
      const found = await jobs.find(value.name);
      expect(found?.value).toMatchObject({ state: value.state, tasks: value.tasks, errors: value.errors });
      const shown = asrJob(found?.value ?? value, VAULT);
      expect(shown.FleetDetails.Warnings).toEqual(value.learned.warnings ?? []);
    }
  });

  it("has jobs under way, which go on from where they stand", async () => {
    const { clients, jobs } = await restored(version);
    for (const { entity, value } of jobsOf("jobs-under-way")) {
      await clients.tables.jobs.upsertEntity(entity, "Replace");
      const found = (await jobs.find(value.name))?.value;
      expect(found).toMatchObject({ recipe: value.recipe, state: value.state, step: value.step, ticket: value.ticket });
      const lost = Object.entries(found?.learned.runs ?? {}).filter(([name, { lost }]) => name.startsWith("restart") && lost !== undefined);
      for (const [, { rebooted }] of lost) expect(rebooted).toBe(true);
      expect(found?.learned.warnings?.filter((warning) => warning.startsWith("A restart is ")) ?? []).toEqual([]);
    }
  });

  it("is written again with the present schema", async () => {
    const { clients, jobs } = await restored(version);
    const [first] = jobsOf("jobs");
    const found = await jobs.find(first?.value.name ?? "");
    await jobs.replace(found?.value as Job, found?.etag ?? "", "Succeeded"); // it was restored above
    expect((await clients.tables.jobs.getEntity(first?.entity.partitionKey ?? "", first?.entity.rowKey ?? "")).Schema).toBe(1);
  });

  it("gives fabrics, machines, accounts, installers, holds, groups, events, alerts, members, plans and imports", async () => {
    const stores = await restored(version);
    const count = (file: string, has: (entity: Entity) => boolean) => read<Entity[]>(version, file).filter(has).length;
    const fabrics = await stores.fabrics.list();
    expect(fabrics.map(({ name }) => name)).toContain("lab-cs");
    const machines = [];
    for (const { name } of fabrics) {
      for (const container of await stores.fabrics.listContainers(name)) {
        machines.push(...(await stores.machines.list(name, container.name, { size: 100 })).items);
      }
    }
    expect(machines).toHaveLength(count("machines", ({ rowKey }) => rowKey.startsWith("m:")));
    expect(await stores.accounts.list("lab-cs")).toHaveLength(count("accounts", () => true));
    expect((await stores.installers.list()).length + (await stores.installers.listHolds()).length).toBeGreaterThan(2);
    expect((await stores.events.list({}, { size: 100 })).items).toHaveLength(count("events", () => true));
    for (const { value } of jobsOf("jobs").filter(({ value }) => value.recipe === "batch")) {
      const { items } = await stores.batches.list(value.name, {}, { size: 100 });
      expect(items).toHaveLength(value.learned.batch?.total ?? 0);
    }
    expect(await stores.groups.find("lab-cs", "sql")).toBeDefined();
    expect((await stores.alerts.findSetting()).webhook).toBeDefined();
    for (const name of Object.keys(read<Record<string, unknown>>(version, "papers"))) {
      const id = name.replace(/^\w+\//, "").replace(/\.\w+$/, "");
      const found = name.startsWith("plans/") ? stores.plans.find(id) : name.endsWith(".json") ? stores.imports.find(id) : stores.imports.outcome(id);
      expect(await found, name).toBeDefined();
    }
  });

  it("has messages that its queues still understand", () => {
    const schemas = { jobs: JobMessage, probes: ProbeMessage, alerts: AlertMessage };
    for (const [queue, text] of Object.entries(read<Record<string, string>>(version, "messages"))) {
      const message: unknown = JSON.parse(Buffer.from(text, "base64").toString());
      expect(schemas[queue as keyof typeof schemas].safeParse(message).success, queue).toBe(true);
    }
  });
});
