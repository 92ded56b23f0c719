import { afterAll, expect, it } from "vitest";
import { systemClock } from "../../lib/core/clock.js";
import { uuidv7 } from "../../lib/core/ids.js";
import { notePassedOver } from "../../lib/core/passed-over.js";
import type { Job } from "../../lib/jobs/job.js";
import type { TableName } from "../../lib/store/clients.js";
import { findUnreadable } from "../../lib/store/mend-rows.js";
import { storage } from "../../lib/store/storage.js";
import { STORED_KINDS } from "../../lib/store/stored-kinds.js";
import { mendRows } from "../../local/fleet/mend-rows.js";
import { openClients } from "./open-storage.js";
import { aJob } from "./samples.js";

const clients = await openClients();
const { jobs } = storage(clients, systemClock);
const names = Array.from({ length: 5 }, (_, i) => uuidv7(new Date(Date.UTC(2026, 10, 1, 10, 0, i))));
const damagedName = names[2] ?? "";
const keyOf = async (name: string) => {
  for await (const row of clients.tables.jobs.listEntities()) if (String(row.Json0).includes(name)) return row;
  throw new Error(`no row of ${name}`);
};

/** Writes into the row what no release would write. */
async function damage(table: TableName, name: string, change: (json: Record<string, never>) => unknown): Promise<void> {
  for await (const { etag: _etag, timestamp: _time, ...row } of clients.tables[table].listEntities()) {
    if (!String(row.Json0).includes(name)) continue;
    const json = change(JSON.parse(String(row.Json0)));
    await clients.tables[table].updateEntity({ ...row, Json0: typeof json === "string" ? json : JSON.stringify(json) } as never, "Replace");
  }
}

async function run(...words: string[]): Promise<Readonly<{ code: number; text: string }>> {
  const lines: string[] = [];
  const code = await mendRows.run(
    { say: (line) => lines.push(line), environment: {}, storage: async () => ({ clients, config: {} as never }) },
    words,
  );
  return { code, text: lines.join("\n") };
}

it("never stores a number that is none", async () => {
  const runs = { install: { launchedAt: "2026-11-01T10:00:00.000Z", exitCode: Number.NaN } };
  const job = { ...aJob(new Date(Date.UTC(2026, 10, 2))), learned: { runs } };
  await expect(jobs.create(job)).rejects.toMatchObject({ code: "Internal", message: expect.stringContaining("learned.runs.install.exitCode") });
});

it("lists all jobs but the damaged one, page by page, and says which is missing", async () => {
  const runs = { install: { launchedAt: "2026-11-01T10:00:00.000Z", exitCode: 0 } };
  for (const name of names) await jobs.create(aJob(new Date(Date.UTC(2026, 10, 1)), { name, state: "InProgress", learned: { runs } }));
  await damage("jobs", damagedName, (json: { learned?: { runs: { install: object } } }) => ({
    ...json,
    learned: { ...json.learned, runs: { install: { ...json.learned?.runs.install, exitCode: null } } },
  }));
  const { value: seen, passedOver } = await notePassedOver(async () => {
    const found: Job[] = [];
    for (let after: string | undefined; ; ) {
      const page = await jobs.list({}, { size: 2, ...(after !== undefined && { after }) });
      found.push(...page.items);
      if (page.next === undefined) return found.map(({ name }) => name);
      after = page.next;
    }
  });
  expect(seen).toEqual(names.toReversed().filter((name) => name !== damagedName));
  const { rowKey = "" } = await keyOf(damagedName);
  expect(passedOver).toEqual([expect.objectContaining({ rowKey, reason: expect.stringContaining("learned.runs.install.exitCode") })]);
});

it("goes on with the other jobs that are overdue, and with those of a state and of a machine", async () => {
  const { overdue } = await jobs.listOverdue(async () => new Date("2026-11-02T00:00:00.000Z"), { tidy: true });
  expect(overdue).toHaveLength(4);
  expect((await jobs.list({ state: "InProgress" }, { size: 10 })).items).toHaveLength(4);
  const { target } = overdue[0] as Job; // there are four
  const machine = { fabric: target.fabric ?? "", container: target.container ?? "", name: target.name };
  expect((await jobs.listOfMachine(machine, { size: 10 })).items).toHaveLength(4);
});

it("says of the one that is asked for by name what to do about it", async () => {
  await expect(jobs.find(damagedName)).rejects.toMatchObject({ recommendedAction: expect.stringContaining("mend-rows") });
});

it("shows what is damaged, mends it when told so, and sets aside what cannot be mended", async () => {
  await damage("jobs", names[4] ?? "", () => '{"name":');
  const shown = await run();
  expect(shown).toMatchObject({ code: 1, text: expect.stringContaining("2 rows cannot be read, of which 0 are out of the way") });
  expect(await run("--write")).toMatchObject({ code: 1, text: expect.stringContaining("mended") });
  const mended = await jobs.find(damagedName);
  expect(mended?.value).toMatchObject({ state: "InProgress", learned: { runs: { install: { launchedAt: "2026-11-01T10:00:00.000Z" } } } });
  const { code, text } = await run("--set-aside");
  expect(code).toBe(0);
  const blob = /set aside as (\S+)/.exec(text)?.[1] ?? "";
  expect((await clients.papers.getBlobClient(blob).downloadToBuffer()).toString()).toContain('{\\"name\\":');
  expect(await run()).toEqual({ code: 0, text: "Every row can be read." });
});

it("passes over a damaged row in every table", async () => {
  const stores = storage(clients, systemClock);
  const rowOf = (partitionKey: string, rowKey: string) => ({ partitionKey, rowKey, Schema: 1, Json0: "{}" });
  await clients.tables.fabrics.createEntity(rowOf("fabrics", "x"));
  await clients.tables.fabrics.createEntity(rowOf("containers|f", "x"));
  await clients.tables.machines.createEntity({ ...rowOf("f|c", "m:x"), Staged: "i", Protected: true });
  await clients.tables.accounts.createEntity(rowOf("f", "1"));
  await clients.tables.installers.createEntity(rowOf("installers", "all:x"));
  await clients.tables.installers.createEntity(rowOf("holds", "9.62"));
  await clients.tables.events.createEntity(rowOf("7973-98-98", "x"));
  await clients.tables.keys.createEntity(rowOf("keys", "x"));
  await clients.tables.batches.createEntity(rowOf("b", "waiting:00000001"));
  await clients.tables.watch.createEntity(rowOf("states|f", "x"));
  await clients.tables.alerts.createEntity(rowOf("outbox", "pending:webhook:x"));
  const page = { size: 10 };
  const { value, passedOver } = await notePassedOver(async () => [
    await stores.fabrics.list(),
    await stores.fabrics.listContainers("f"),
    (await stores.machines.list("f", "c", page)).items,
    await stores.accounts.list("f"),
    await stores.installers.list(),
    await stores.installers.listHolds(),
    (await stores.events.list({}, page)).items,
    await stores.keys.list(),
    (await stores.batches.list("b", {}, page)).items,
    await stores.watch.listStates("f"),
    (await stores.alerts.list("pending", {}, page)).items,
    await stores.staging.withdraw("f", "c", "i"),
  ]);
  expect(value.flat().filter(Boolean)).toEqual([]);
  expect(passedOver).toHaveLength(11);
  const found = [];
  for await (const row of findUnreadable(clients)) found.push(row.table);
  expect(new Set(found).size).toBe(9);
  expect(Object.keys(STORED_KINDS).toSorted()).toEqual(Object.keys(clients.tables).toSorted());
});

afterAll(() => clients.tables.jobs.deleteTable());
