import { describe, expect, it } from "vitest";
import { childUuidv7 } from "../../../lib/core/ids.js";
import type { Job } from "../../../lib/jobs/job.js";
import type { JobState } from "../../../lib/jobs/job-state.js";
import type { JobStore } from "../../../lib/jobs/ports.js";
import { aJob } from "../samples.js";

const NOON = Date.parse("2026-03-15T12:00:00.000Z");
const hoursAgo = (hours: number) => new Date(NOON - hours * 3600_000);
const MACHINE = { fabric: "site-1", container: "servers", name: "m-1" };

/** The n-th child of a batch that began at noon. */
const aChild = (n: number): Job => ({
  ...aJob(hoursAgo(0), { target: { kind: "machine", ...MACHINE, name: `m-${n}`, friendlyName: `web-${n}` } }),
  name: childUuidv7(hoursAgo(0), "batch", n),
});

export function jobStoreContract(name: string, open: () => Promise<JobStore>) {
  const names = async (store: JobStore, state: JobState) => (await store.list({ state }, { size: 100 })).items.map((job) => job.name);
  describe(`${name} as a JobStore`, () => {
    it("gives back what was created, whatever the case of the name", async () => {
      const store = await open();
      const job = aJob(hoursAgo(0));
      const { etag } = await store.create(job);
      expect(await store.find(job.name.toUpperCase())).toEqual({ value: job, etag });
      expect(await store.find(aJob(hoursAgo(0)).name)).toBeUndefined();
      expect(await store.find("not a uuid")).toBeUndefined();
    });
    it("refuses a taken name, and a name that is no UUIDv7", async () => {
      const store = await open();
      const job = aJob(hoursAgo(0));
      await store.create(job);
      await expect(store.create(job)).rejects.toMatchObject({ code: "Conflict" });
      await expect(store.create({ ...job, name: crypto.randomUUID() })).rejects.toMatchObject({ code: "InvalidParameter" });
    });
    it("refuses the second of two writers and drops what is absent", async () => {
      const store = await open();
      const job = aJob(hoursAgo(0), { stepDeadline: hoursAgo(0).toISOString() });
      const { etag } = await store.create(job);
      const { stepDeadline: _, ...rest } = job;
      await store.replace(rest, etag, "NotStarted");
      await expect(store.replace({ ...job, ticket: 9 }, etag, "NotStarted")).rejects.toMatchObject({ code: "Conflict", retryable: true });
      expect((await store.find(job.name))?.value).toEqual(rest);
    });
    it("lists newest first, page after page, within a span", async () => {
      const store = await open();
      const jobs = [0, 1, 30, 31, 800].map((hours) => aJob(hoursAgo(hours)));
      for (const job of jobs) await store.create(job);
      const first = await store.list({}, { size: 3 });
      const second = await store.list({}, { size: 3, after: String(first.next) });
      expect([...first.items, ...second.items]).toEqual(jobs);
      expect(second).not.toHaveProperty("next");
      expect((await store.list({ from: hoursAgo(31), until: hoursAgo(1) }, { size: 9 })).items).toEqual(jobs.slice(1, 4));
    });
    it("lists by state as jobs move from state to state", async () => {
      const store = await open();
      const job = aJob(hoursAgo(0));
      let { etag } = await store.create(job);
      const other = aJob(hoursAgo(1));
      await store.create(other);
      let state: JobState = "NotStarted";
      for (const next of ["InProgress", "Suspended", "InProgress", "Failed", "InProgress", "Succeeded"] as const) {
        ({ etag } = await store.replace({ ...job, state: next }, etag, state));
        state = next;
        expect(await names(store, next)).toEqual([job.name]);
        expect(await names(store, "NotStarted")).toEqual([other.name]);
      }
      for (const left of ["InProgress", "Suspended", "Failed"] as const) expect(await names(store, left)).toEqual([]);
    });
    it.each(["InProgress", "Failed"] as const)("pages and spans a list of jobs that are %s", async (state) => {
      const store = await open();
      const jobs = [0, 1, 30, 31, 800].map((hours) => aJob(hoursAgo(hours), { state }));
      for (const job of jobs) await store.create(job);
      await store.create(aJob(hoursAgo(2)));
      const first = await store.list({ state }, { size: 3 });
      const second = await store.list({ state }, { size: 3, after: String(first.next) });
      expect([...first.items, ...second.items]).toEqual(jobs);
      expect(second).not.toHaveProperty("next");
      expect((await store.list({ state, from: hoursAgo(31), until: hoursAgo(1) }, { size: 9 })).items).toEqual(jobs.slice(1, 4));
    });
    it("lists the jobs of a machine newest first, open and ended", async () => {
      const store = await open();
      const jobs = [0, 30, 800].map((hours, i) => aJob(hoursAgo(hours), { state: i ? "Failed" : "InProgress" }));
      for (const job of jobs) await store.create(job);
      await store.create(aJob(hoursAgo(1), { target: { kind: "installer", name: "m-1", friendlyName: "m-1" } }));
      await store.create(aJob(hoursAgo(1), { target: { kind: "machine", ...MACHINE, name: "m-2", friendlyName: "web-2" } }));
      const first = await store.listOfMachine({ ...MACHINE, name: "M-1" }, { size: 2 });
      const second = await store.listOfMachine(MACHINE, { size: 2, after: String(first.next) });
      expect([...first.items, ...second.items]).toEqual(jobs);
      expect(second).not.toHaveProperty("next");
    });
    it("lists overdue jobs that wait or run, of any day", async () => {
      const store = await open();
      const due = [aJob(hoursAgo(5)), aJob(hoursAgo(100), { state: "InProgress" })];
      const others = [aJob(hoursAgo(5), { state: "Failed" }), aJob(hoursAgo(5), { state: "Suspended" }), aJob(hoursAgo(1))];
      for (const job of [...due, ...others]) await store.create(job);
      expect((await store.listOverdue(async () => hoursAgo(2))).overdue.map((job) => job.name).sort()).toEqual(due.map((job) => job.name).sort());
    });
    it("creates many jobs at once, and leaves those that are there already as they are", async () => {
      const store = await open();
      const jobs = Array.from({ length: 130 }, (_, n) => aChild(n));
      const [first = aChild(0), second = aChild(1)] = jobs;
      await store.create({ ...first, state: "InProgress" });
      await store.createMany(jobs);
      await store.createMany(jobs.slice(0, 3));
      expect((await store.find(first.name))?.value.state).toBe("InProgress");
      expect((await store.find(second.name))?.value).toEqual(second);
      expect(await names(store, "NotStarted")).toHaveLength(100);
      expect((await store.listOfMachine({ ...MACHINE, name: "m-129" }, { size: 5 })).items).toEqual([jobs[129]]);
      await expect(store.createMany([{ ...first, name: crypto.randomUUID() }])).rejects.toMatchObject({ code: "InvalidParameter" });
    });
    it("finds those of many jobs that are there, or only those that have come to rest", async () => {
      const store = await open();
      const states = ["NotStarted", "InProgress", "Succeeded", "Failed", "Cancelled", "Suspended"] as const;
      const jobs = states.map((state, n) => ({ ...aChild(n), state }));
      const [, ...asked] = jobs.map((job) => job.name.toUpperCase());
      await store.createMany(jobs.filter(({ state }) => state !== "Cancelled"));
      await store.create(aJob(hoursAgo(30), { state: "Failed" }));
      const stateOf = (found: readonly Job[]) => found.map(({ state }) => state).sort();
      expect(stateOf(await store.findMany(asked))).toEqual(["Failed", "InProgress", "Succeeded", "Suspended"]);
      expect(stateOf(await store.findMany(asked, { settled: true }))).toEqual(["Failed", "Succeeded", "Suspended"]);
      expect(await store.findMany([])).toEqual([]);
    });
    it("finds jobs of several days at once", async () => {
      const store = await open();
      const jobs = [0, 30, 800].map((hours) => aJob(hoursAgo(hours)));
      await store.createMany(jobs);
      expect((await store.findMany(jobs.map(({ name: one }) => one))).map(({ name: one }) => one).sort()).toEqual(
        jobs.map(({ name: one }) => one).sort(),
      );
    });
  });
}
