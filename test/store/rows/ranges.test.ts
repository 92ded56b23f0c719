import type { TableClient, TransactionAction } from "@azure/data-tables";
import { beforeAll, describe, expect, it } from "vitest";
import { systemClock } from "../../../lib/core/clock.js";
import { newestFirst } from "../../../lib/core/ids.js";
import { inParallel } from "../../../lib/core/in-parallel.js";
import type { Page, PageRequest } from "../../../lib/core/versioned.js";
import type { Job } from "../../../lib/jobs/job.js";
import { jobRows } from "../../../lib/store/jobs/job-rows.js";
import { machineKey } from "../../../lib/store/machines/machine-keys.js";
import { type Entity, toEntity } from "../../../lib/store/rows/entity.js";
import { storage } from "../../../lib/store/storage.js";
import { openClients } from "../open-storage.js";
import { type Recorded, recordRequests } from "../record-requests.js";
import { aJob, aMachine } from "../samples.js";

const SIZE = 20;
const START = Date.parse("2026-03-01T00:00:00.000Z");
const MACHINE = { fabric: "site-1", container: "servers", name: "m-1" };
const MACHINE_PARTITION = "machine|site-1|servers|m-1";

/** Transactions of a hundred rows of one partition, a few at once. */
async function insert(table: TableClient, entities: readonly Entity[]) {
  const partitions = new Map(entities.map(({ partitionKey }): [string, Entity[]] => [partitionKey, []]));
  for (const entity of entities) partitions.get(entity.partitionKey)?.push(entity);
  const batches = [...partitions.values()].flatMap((rows) =>
    Array.from({ length: Math.ceil(rows.length / 100) }, (_, i) => rows.slice(i * 100, i * 100 + 100)),
  );
  await inParallel(batches, 4, (rows) => table.submitTransaction(rows.map((row): TransactionAction => ["create", row])));
}

describe.each([100, 10_000])("one page of %i rows", (count) => {
  let stores: ReturnType<typeof storage>;
  let seen: Recorded[];
  /** Over ten days; every second job is open, and all act on one machine. */
  const jobs = Array.from({ length: count }, (_, i) =>
    aJob(new Date(START + (i * 10 * 24 * 3600_000) / count), { state: i % 2 ? "InProgress" : "Failed" }),
  );
  const machines = Array.from({ length: count }, (_, i) => aMachine({ name: `m-${String(i).padStart(5, "0")}` }));

  beforeAll(async () => {
    const clients = await openClients();
    const { tables } = clients;
    const toRow = jobRows(tables.jobs).toEntity;
    await insert(tables.jobs, jobs.map(toRow));
    await insert(
      tables.jobIndex,
      jobs.filter(({ state }) => state === "InProgress").map(({ name }) => ({ partitionKey: "open", rowKey: `active:${newestFirst(name)}` })),
    );
    await insert(
      tables.jobIndex,
      jobs.map(({ name }) => ({ partitionKey: MACHINE_PARTITION, rowKey: newestFirst(name) })),
    );
    await insert(
      tables.machines,
      machines.map((machine) => toEntity("A machine", machineKey(machine), machine, { Protected: false })),
    );
    stores = storage(clients, systemClock);
    seen = recordRequests(tables.jobs, tables.jobIndex, tables.machines);
  }, 120_000);

  const twoPages = async <T>(list: (page: PageRequest) => Promise<Page<T>>) => {
    seen.length = 0;
    const first = await list({ size: SIZE });
    const asked = seen.splice(0);
    const second = await list({ size: SIZE, after: String(first.next) });
    return { items: [...first.items, ...second.items], asked, askedAgain: seen.splice(0) };
  };
  const rowsOf = (asked: readonly Recorded[]) => asked.reduce((sum, { rows }) => sum + rows, 0);
  const newest = (which: (job: Job) => boolean) =>
    jobs
      .filter(which)
      .reverse()
      .slice(0, 2 * SIZE);

  it("reads the machines of a container in one range", async () => {
    const { items, asked, askedAgain } = await twoPages((page) => stores.machines.list("site-1", "servers", page));
    expect(items).toEqual(machines.slice(0, 2 * SIZE));
    expect(asked).toEqual([{ range: "PartitionKey eq 'site-1|servers' and RowKey ge 'm:' and RowKey lt 'm;'", rows: SIZE + 1 }]);
    expect(askedAgain).toEqual([{ range: expect.stringContaining("and RowKey gt 'm:m-00019'"), rows: SIZE + 1 }]);
  });
  it("reads the newest jobs in one range, and goes on where the page ended", async () => {
    const { items, asked, askedAgain } = await twoPages((page) => stores.jobs.list({}, page));
    expect(items).toEqual(newest(() => true));
    expect(rowsOf(asked)).toBe(SIZE + 1);
    expect(asked).toHaveLength(1);
    expect(rowsOf(askedAgain)).toBe(SIZE + 1);
    expect(askedAgain.length).toBeLessThanOrEqual(2); // the rest of a day, then the days before
    expect(askedAgain[0]?.range).toMatch(/^PartitionKey eq '7973-96-\d\d' and RowKey gt '/);
  });
  it("reads open jobs by the index of their state and one range a day", async () => {
    const { items, asked, askedAgain } = await twoPages((page) => stores.jobs.list({ state: "InProgress" }, page));
    expect(items).toEqual(newest(({ state }) => state === "InProgress"));
    for (const [index, ...days] of [asked, askedAgain]) {
      expect(index).toMatchObject({ range: expect.stringMatching(/^PartitionKey eq 'open' and RowKey g[et] 'active:/), rows: SIZE + 1 });
      expect(rowsOf(days)).toBe(SIZE);
      expect(days.length).toBeLessThanOrEqual(count === 100 ? 5 : 1); // ten jobs a day, or a thousand
      for (const { range } of days)
        expect(range).toMatch(/^PartitionKey eq '[\d-]+' and RowKey ge '[\da-f-]+' and RowKey le '[\da-f-]+' and State eq 'InProgress'$/);
    }
  });
  it("reads the jobs of a machine by its index, then each by its key", async () => {
    const { items, asked } = await twoPages((page) => stores.jobs.listOfMachine(MACHINE, page));
    expect(items).toEqual(newest(() => true));
    expect(asked[0]).toMatchObject({ range: expect.stringContaining(`PartitionKey eq '${MACHINE_PARTITION}'`), rows: SIZE + 1 });
    expect(asked).toHaveLength(1 + SIZE);
  });
  it("reads one row for one machine and one job", async () => {
    seen.length = 0;
    expect((await stores.jobs.find(jobs[7]?.name ?? ""))?.value).toEqual(jobs[7]);
    expect((await stores.machines.find({ ...MACHINE, name: "m-00007" }))?.value).toEqual(machines[7]);
    expect(seen.map(({ rows }) => rows)).toEqual([1, 1]);
    expect(seen[1]?.range).toMatch(/\(PartitionKey='site-1\|servers',RowKey='m:m-00007'\)$/);
  });
  it("reads of the open jobs only those that are overdue", async () => {
    seen.length = 0;
    const { overdue } = await stores.jobs.listOverdue(async () => new Date(START + 3600_000));
    expect(overdue.length).toBe(jobs.filter((job) => job.state === "InProgress" && Date.parse(job.dueTime) < START + 3600_000).length);
    const rows = seen.filter(({ range }) => range.includes("DueTime")).map((asked) => asked.rows);
    expect(rows.length).toBe(10); // days
    expect(rows.reduce((a, b) => a + b)).toBe(overdue.length);
  });
});
