import { afterAll, beforeEach, expect, it } from "vitest";
import { ARREARS_MS } from "../../lib/audit/next-facts.js";
import { sealRecords } from "../../lib/audit/seal-records.js";
import { type AuditFault, verifyRecords } from "../../lib/audit/verify-records.js";
import { systemClock } from "../../lib/core/clock.js";
import { uuidv7 } from "../../lib/core/ids.js";
import type { Config } from "../../lib/core/settings/config.js";
import type { Job } from "../../lib/jobs/job.js";
import { auditStore } from "../../lib/store/audit/audit-store.js";
import type { TableName } from "../../lib/store/clients.js";
import { sealedSecrets } from "../../lib/store/secrets/sealed-secrets.js";
import { sealingKeyRing } from "../../lib/store/secrets/sealing-key-ring.js";
import { storage } from "../../lib/store/storage.js";
import { verifyAudit } from "../../local/fleet/verify-audit.js";
import { openClients } from "../store/open-storage.js";
import { aJob, anEvent } from "../store/samples.js";

/** The real tables, with a job that has ended, one that goes on, a call and an event, all sealed in three links. */
const clients = await openClients();
const { jobs, events, calls, doubts } = storage(clients, systemClock);
const audit = auditStore(clients);
const keyRing = Buffer.alloc(32, 7).toString("base64");
const secrets = sealedSecrets(clients.tables.secrets, sealingKeyRing(keyRing));
const NOON = Date.UTC(2026, 10, 1, 12);
const at = (minutes: number) => new Date(NOON + minutes * 60_000);
const ended = { state: "Succeeded", stateDescription: "Completed", endTime: at(5).toISOString() } as const;
const first = aJob(at(0), { startedBy: "night-shift", startedWith: "0123456789abcdef", startedFrom: "203.0.113.9" });
const second = aJob(at(1), { state: "InProgress" });
const call = { name: uuidv7(at(2)), time: at(2).toISOString(), caller: "admin", operation: "Set-AsrFabric", parameters: { Name: "CS1" } };
const event = anEvent(at(3));

const sealAt = (minutes: number) =>
  sealRecords({ audit, secrets, doubts, clock: { ...systemClock, now: () => new Date(at(minutes).getTime() + ARREARS_MS) } })();

async function verify() {
  const faults: AuditFault[] = [];
  const verified = await verifyRecords({ audit, secrets }, (fault) => faults.push(fault));
  return { verified, faults };
}

async function end(job: Job): Promise<void> {
  const found = await jobs.find(job.name);
  if (found) await jobs.replace({ ...found.value, ...ended }, found.etag, found.value.state);
}

type Row = Readonly<Record<string, unknown> & { partitionKey: string; rowKey: string }>;
const tableOf = (table: TableName) => clients.tables[table];
const rowsOf = async (table: TableName): Promise<Row[]> => {
  const found: Row[] = [];
  for await (const { etag: _etag, timestamp: _time, ...row } of tableOf(table).listEntities()) found.push(row as Row); // a row has keys
  return found;
};
const rowWith = async (table: TableName, text: string): Promise<Row> => {
  const row = (await rowsOf(table)).find(({ Json0 }) => String(Json0).includes(text));
  if (!row) throw new Error(`no row of ${table} with ${text}`);
  return row;
};
const write = (table: TableName, row: Row) => tableOf(table).upsertEntity(row, "Replace");
const change = async (table: TableName, text: string, from: string, to: string) => {
  const row = await rowWith(table, text);
  expect(String(row.Json0)).toContain(from);
  await write(table, { ...row, Json0: String(row.Json0).replace(from, to) });
};
const swap = async (table: TableName, a: Row, b: Row) => {
  await write(table, { ...b, partitionKey: a.partitionKey, rowKey: a.rowKey });
  await write(table, { ...a, partitionKey: b.partitionKey, rowKey: b.rowKey });
};
const kindsOf = async () => [...new Set((await verify()).faults.map(({ kind, what }) => `${kind}: ${what}`))].toSorted();

let saved: [TableName, Row[]][] | undefined;
beforeEach(async () => {
  if (!saved) {
    await jobs.create(first);
    await jobs.create(second);
    await sealAt(10);
    await end(first);
    await sealAt(11);
    await calls.add(call);
    await events.add(event);
    await calls.add({ ...call, name: uuidv7(at(30)) });
    await sealAt(40);
    saved = [];
    for (const table of ["jobs", "calls", "events", "seals"] as const) saved.push([table, await rowsOf(table)]);
  }
  for (const [table, rows] of saved) {
    const known = new Set(rows.map(({ rowKey }) => rowKey));
    await Promise.all(
      (await rowsOf(table)).filter(({ rowKey }) => !known.has(rowKey)).map((row) => tableOf(table).deleteEntity(row.partitionKey, row.rowKey)),
    );
    await Promise.all(rows.map((row) => write(table, row)));
  }
});

it("finds nothing where nothing was touched, and leaves alone what goes on", async () => {
  // The call and the event of minutes 2 and 3 came after that time was sealed: as if somebody had added them.
  expect(await kindsOf()).toEqual([`added: call ${call.name}`]);
  const { verified } = await verify();
  expect(verified).toMatchObject({ seals: 3, facts: 4, late: 1, until: at(40) });
});

it("is told by a command, whose exit code says whether anything is wrong", async () => {
  const run = async () => {
    const lines: string[] = [];
    const config = { secrets: { kind: "sealed", keyRing } } as Config;
    const code = await verifyAudit.run({ say: (line) => lines.push(line), environment: {}, storage: async () => ({ clients, config }) }, []);
    return { code, text: lines.join("\n") };
  };
  expect(await run()).toEqual({ code: 1, text: expect.stringContaining(`added: call ${call.name}`) });
  const added = await rowWith("calls", call.name);
  await tableOf("calls").deleteEntity(added.partitionKey, added.rowKey);
  expect(await run()).toEqual({ code: 0, text: expect.stringMatching(/4 facts in 3 seals, .*: all as they were sealed/) });
});

it.each<[string, TableName, string, string, string]>([
  ["who asked for a job", "jobs", first.name, "night-shift", "day-shift"],
  ["with which key", "jobs", first.name, "0123456789abcdef", "ffffffffffffffff"],
  ["from where", "jobs", first.name, "203.0.113.9", "203.0.113.8"],
  ["of which machine", "jobs", first.name, '"m-1"', '"m-2"'],
  ["how it ended", "jobs", first.name, '"Succeeded"', '"Failed"'],
])("finds that a row was changed: %s", async (_what, table, text, from, to) => {
  await change(table, text, from, to);
  expect(await kindsOf()).toContainEqual(expect.stringMatching(new RegExp(`^changed: (job|end) ${first.name}$`)));
});

it("finds a changed call, and a row that is no JSON any more", async () => {
  const later = uuidv7(at(30)).slice(0, 13);
  await change("calls", later, '"Name":"CS1"', '"Name":"CS2"');
  await change("jobs", second.name, "{", "");
  expect(await kindsOf()).toEqual([`added: call ${call.name}`, expect.stringMatching(/^changed: call/), `changed: job ${second.name}`]);
});

it("finds removed rows", async () => {
  for (const [table, text] of [
    ["jobs", first.name],
    ["calls", uuidv7(at(30)).slice(0, 13)],
  ] as const) {
    const row = await rowWith(table, text);
    await tableOf(table).deleteEntity(row.partitionKey, row.rowKey);
  }
  const found = (await kindsOf()).filter((one) => one.startsWith("removed"));
  expect(found).toEqual([expect.stringMatching(/^removed: call/), `removed: end ${first.name}`, `removed: job ${first.name}`]);
});

it("finds rows that were put into each other's place", async () => {
  await swap("jobs", await rowWith("jobs", first.name), await rowWith("jobs", second.name));
  expect(await kindsOf()).toEqual(expect.arrayContaining([`reordered: job ${first.name}`, `reordered: job ${second.name}`]));
});

it("finds seals that were changed, removed or put into each other's place, and one too many", async () => {
  const [one, two] = (await rowsOf("seals")) as [Row, Row, Row]; // three were made
  await write("seals", { ...two, Json0: String(two.Json0).replace(first.name, second.name) });
  expect(await kindsOf()).toContain("changed: seal 2");
  await write("seals", two);
  await swap("seals", one, two);
  expect(await kindsOf()).toContain("reordered: seal 2 lies in the place of seal 1");
  await write("seals", one);
  await tableOf("seals").deleteEntity(two.partitionKey, two.rowKey);
  expect(await kindsOf()).toContain("removed: seal 2");
  await write("seals", two);
  await write("seals", { ...two, rowKey: "000000000009" });
  expect(await kindsOf()).toContain("added: seal 9: the head knows 3");
});

it("finds a chain that was cut short and sealed anew with another key: the head is no row", async () => {
  for (const row of await rowsOf("seals")) await tableOf("seals").deleteEntity(row.partitionKey, row.rowKey);
  expect(await kindsOf()).toEqual(expect.arrayContaining(["removed: seal 1", "removed: seal 2"]));
});

it("begins no second chain when the key was taken away", async () => {
  const head = await audit.findHead();
  const key = await secrets.find(head?.value.keyName ?? "");
  if (!head || !key) throw new Error("nothing was sealed");
  await secrets.remove(head.value.keyName);
  await expect(sealAt(50)).rejects.toMatchObject({ message: expect.stringContaining("key of the audit is gone") });
  await secrets.put(head.value.keyName, key);
});

it("goes on with one of several hosts, and writes a seal that a crash kept back", async () => {
  await Promise.all([calls.add({ ...call, name: uuidv7(at(60)) }), calls.add({ ...call, name: uuidv7(at(61)) })]);
  const counts = await Promise.all([sealAt(70), sealAt(70), sealAt(70)]);
  expect(counts.reduce((a, b) => a + b)).toBe(2);
  const [last] = (await rowsOf("seals")).slice(-1) as [Row];
  await tableOf("seals").deleteEntity(last.partitionKey, last.rowKey); // as if the host had ended between head and row
  await sealAt(71);
  expect(await rowsOf("seals")).toContainEqual(expect.objectContaining({ rowKey: last.rowKey }));
  expect((await kindsOf()).filter((one) => !one.startsWith("added"))).toEqual([]);
  saved = undefined;
});

afterAll(() => Promise.all(Object.values(clients.tables).map((table) => table.deleteTable())));
