import { describe, expect, it } from "vitest";
import { systemClock } from "../../../lib/core/clock.js";
import { SCHEMA } from "../../../lib/core/schema.js";
import { jobIndex } from "../../../lib/store/jobs/job-index.js";
import { jobTable } from "../../../lib/store/jobs/job-table.js";
import { readRange } from "../../../lib/store/rows/read-range.js";
import { timeKey } from "../../../lib/store/rows/timeline.js";
import { memoryJobs } from "../memory/memory-jobs.js";
import { openClients, openStorage } from "../open-storage.js";
import { aJob } from "../samples.js";
import { jobStoreContract } from "./job-store.contract.js";

jobStoreContract("memory", async () => memoryJobs());
jobStoreContract("Azurite", async () => (await openStorage()).jobs);

const later = { ...systemClock, now: () => new Date(Date.now() + 2 * 3600_000) };

async function open() {
  const { tables } = await openClients();
  const entries = async () =>
    (await readRange(tables.jobIndex, { filter: "PartitionKey eq 'open'" })).map(({ rowKey }) => String(rowKey).split(":")[0]);
  return { tables, index: jobIndex(tables.jobIndex), now: jobTable(tables, systemClock), later: jobTable(tables, later), entries };
}

describe("job index", () => {
  it("leaves out an entry whose job was never written, and removes it when it is old", async () => {
    const { index, now, later, entries } = await open();
    await index.addOpen(aJob(new Date()).name, "active");
    expect((await now.list({ state: "NotStarted" }, { size: 10 })).items).toEqual([]);
    expect(await entries()).toEqual(["active"]); // its job may be on the way
    expect((await later.list({ state: "NotStarted" }, { size: 10 })).items).toEqual([]);
    expect(await entries()).toEqual([]);
  });
  it("moves a late entry to where its job is, and finds the job meanwhile when it is overdue", async () => {
    const { index, now, later, entries } = await open();
    const job = aJob(new Date(0), { state: "InProgress" });
    await now.create(job);
    await index.move(job.name, "active", "suspended"); // as a worker leaves it that died between its two writes
    expect((await now.listOverdue(async () => new Date())).overdue).toEqual([job]);
    expect((await later.list({ state: "Suspended" }, { size: 10 })).items).toEqual([]);
    expect(await entries()).toEqual(["active"]);
    expect((await now.list({ state: "InProgress" }, { size: 10 })).items).toEqual([job]);
  });
  it("removes what is left of an ended job when it looks for overdue ones", async () => {
    const { index, now, later, entries } = await open();
    const job = aJob(new Date(0), { state: "Failed" });
    await now.create(job);
    await index.addOpen(job.name, "active");
    expect((await later.listOverdue(async () => new Date(), { tidy: true })).overdue).toEqual([]);
    expect(await entries()).toEqual([]);
  });
  it("carries the schema, and leaves entry and job of a newer release to that one", async () => {
    const { tables, now, later, entries } = await open();
    const job = aJob(new Date(0));
    const ended = aJob(new Date(1000), { state: "Failed" });
    const newer = aJob(new Date(2000), { state: "InProgress" });
    for (const one of [job, ended, newer]) await now.create(one);
    await jobIndex(tables.jobIndex).addOpen(ended.name, "active");
    for (const entry of await readRange(tables.jobIndex, { filter: undefined })) {
      expect(entry.Schema).toBe(SCHEMA);
      const { partitionKey = "", rowKey = "" } = entry;
      await tables.jobIndex.updateEntity({ partitionKey, rowKey, Schema: SCHEMA + 1 }, "Merge");
    }
    await tables.jobs.updateEntity({ ...timeKey(newer.name), Schema: SCHEMA + 1 }, "Merge");
    const due = async () => new Date();
    expect(await later.listOverdue(due, { tidy: true })).toEqual({ active: 3, overdue: [job] });
    expect(await entries()).toHaveLength(3);
    await later.create(aJob(new Date(3000), { name: newer.name })).catch(() => {}); // writes the entry of this release again
    expect((await later.listOverdue(due, { tidy: true })).overdue).toEqual([job]);
    expect(await entries()).toHaveLength(3);
  });
  it("goes on behind a page whose entries are all left over", async () => {
    const { index, now } = await open();
    const job = aJob(new Date(1000));
    await now.create(job);
    await index.addOpen(aJob(new Date(2000)).name, "active");
    const first = await now.list({ state: "NotStarted" }, { size: 1 });
    expect(first.items).toEqual([]);
    expect((await now.list({ state: "NotStarted" }, { size: 1, after: String(first.next) })).items).toEqual([job]);
  });
});
