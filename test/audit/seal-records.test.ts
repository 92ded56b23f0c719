import { expect, it } from "vitest";
import type { AuditRow, TimedKind } from "../../lib/audit/fact.js";
import { ARREARS_MS } from "../../lib/audit/next-facts.js";
import { sealRecords } from "../../lib/audit/seal-records.js";
import { verifyRecords } from "../../lib/audit/verify-records.js";
import { systemClock } from "../../lib/core/clock.js";
import { childUuidv7, uuidv7 } from "../../lib/core/ids.js";
import { memoryAudit } from "../store/memory/memory-audit.js";
import { memorySecretDoubts, memorySecrets } from "../store/memory/memory-secrets.js";
import { aJob } from "../store/samples.js";

const NOON = new Date("2026-11-01T12:00:00.000Z");
const minutes = (count: number) => new Date(NOON.getTime() + count * 60_000);

function fleet() {
  const rows: Record<TimedKind, Map<string, AuditRow>> = { call: new Map(), job: new Map(), event: new Map() };
  const put = (kind: TimedKind, json: Readonly<{ name: string; [property: string]: unknown }>) =>
    void rows[kind].set(json.name, { kind, name: json.name, json });
  const audit = memoryAudit(rows);
  const secrets = memorySecrets();
  const doubts = memorySecretDoubts();
  const seal = (now: Date, mostSeals = 40) => sealRecords({ audit, secrets, doubts, mostSeals, clock: { ...systemClock, now: () => now } })();
  const faults = async () => {
    const found: string[] = [];
    const verified = await verifyRecords({ audit, secrets }, ({ kind, what }) => found.push(`${kind} ${what}`));
    return { found, verified };
  };
  return { put, seal, faults, audit, secrets, rows };
}

const done = { state: "Succeeded", stateDescription: "Completed" } as const;

it("seals a quarter of an hour in arrears, and writes nothing while nothing comes", async () => {
  const { put, seal, audit } = fleet();
  put("job", aJob(NOON));
  expect(await seal(minutes(14))).toBe(0);
  expect(await seal(new Date(NOON.getTime() + ARREARS_MS))).toBe(1);
  const head = await audit.findHead();
  expect(await seal(minutes(60))).toBe(0);
  expect(await audit.findHead()).toEqual(head);
});

it("seals the end of a job when it comes, however late", async () => {
  const { put, seal, faults } = fleet();
  const job = aJob(NOON, { state: "Suspended" });
  put("job", job);
  await seal(minutes(30));
  put("job", { ...job, ...done });
  expect(await seal(minutes(60 * 24 * 30))).toBe(1);
  expect((await faults()).found).toEqual([]);
  put("job", { ...job, ...done, state: "Failed" });
  expect((await faults()).found).toEqual([`changed end ${job.name}`]);
});

it("seals all children of a batch once it has ended, over as many links as they need", async () => {
  const { put, seal, faults, audit } = fleet();
  const batch = aJob(NOON, {
    recipe: "batch",
    input: { batch: { recipe: "update", selection: { kind: "list" }, maxConcurrency: 10, order: "Given" } },
  });
  put("job", batch);
  await seal(minutes(20));
  const children = Array.from({ length: 700 }, (_, n) => aJob(minutes(40), { name: childUuidv7(NOON, batch.name, n), parent: batch.name, ...done }));
  for (const child of children) put("job", child);
  expect(await seal(minutes(60))).toBe(0);
  put("job", { ...batch, ...done });
  expect(await seal(minutes(90))).toBe(1 + 2 * 700);
  const { found, verified } = await faults();
  expect({ found, facts: verified?.facts, seals: (await audit.findHead())?.value.last?.number }).toEqual({ found: [], facts: 2 + 1400, seals: 5 });
  put("job", { ...children[400], name: children[400]?.name ?? "", startedBy: "somebody else" });
  expect((await faults()).found).toEqual([`changed job ${children[400]?.name}`]);
});

it("reads a long history in turns of bounded length, and loses nothing of it", async () => {
  const { put, seal, faults } = fleet();
  for (let i = 0; i < 700; i++) put("call", { name: uuidv7(new Date(NOON.getTime() + i)) });
  expect(await seal(minutes(60), 2)).toBe(600);
  put("call", { name: uuidv7(minutes(70)) });
  expect(await seal(minutes(120))).toBe(101);
  expect((await faults()).found).toEqual([]);
});

it("is the same whatever the order of properties is in which a release writes a row", async () => {
  const { put, seal, faults } = fleet();
  const job = aJob(NOON, { startedBy: "night-shift" });
  put("job", job);
  await seal(minutes(30));
  put("job", { name: job.name, ...Object.fromEntries(Object.entries(job).toReversed()), ticket: 7 });
  expect((await faults()).found).toEqual([]);
});

it("makes no other key for a chain whose key is gone, and seals nothing until it is back", async () => {
  const { put, seal, faults, audit, secrets } = fleet();
  put("job", aJob(NOON, done));
  await seal(minutes(30));
  const head = await audit.findHead();
  const name = head?.value.keyName ?? "";
  const key = await secrets.find(name);
  await secrets.remove(name);
  put("job", aJob(minutes(40), done));
  await expect(seal(minutes(90))).rejects.toThrow(/key of the audit is gone/);
  expect(await audit.findHead()).toEqual(head);
  expect(await secrets.find(name)).toBeUndefined();
  if (key) await secrets.put(name, key);
  expect(await seal(minutes(90))).toBeGreaterThan(0);
  expect((await faults()).found).toEqual([]);
});
