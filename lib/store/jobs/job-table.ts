import type { TableClient } from "@azure/data-tables";
import type { Clock } from "../../core/clock.js";
import { FleetError } from "../../core/errors.js";
import { isUuidv7 } from "../../core/ids.js";
import { inParallel } from "../../core/in-parallel.js";
import type { Job } from "../../jobs/job.js";
import type { JobStore } from "../../jobs/ports.js";
import { rowsFor, toPage } from "../rows/paging.js";
import { readTimeline } from "../rows/read-timeline.js";
import { timeKey } from "../rows/timeline.js";
import { isOpen, jobIndex, listOf, machineOf } from "./job-index.js";
import { jobRows, jobsAmong } from "./job-rows.js";
import { listOpen, listOverdue } from "./open-jobs.js";

export type JobTables = Readonly<{ jobs: TableClient; jobIndex: TableClient }>;

/** Jobs by day and name; docs/storage.md counts the operations of each call and says what a crash between them leaves. */
export function jobTable(tables: JobTables, clock: Clock): JobStore {
  const jobs = jobRows(tables.jobs);
  const index = jobIndex(tables.jobIndex);
  return {
    find: async (name) => (isUuidv7(name) ? jobs.find(timeKey(name)) : undefined),
    async create(job) {
      checkName(job);
      const machine = machineOf(job);
      const list = listOf(job.state);
      await Promise.all([list && index.addOpen(job.name, list), machine && index.addToMachine(job.name, machine)]);
      return jobs.create(job); // last: a crash before it leaves entries without a job, not a job that no list finds
    },
    async createMany(many) {
      many.forEach(checkName);
      await index.addMany(many);
      return jobs.createMany(many);
    },
    takeKept: async () => undefined,
    findMany: (names, { settled = false } = {}) => jobsAmong(jobs.query, names, settled ? SETTLED : undefined),
    async replace(job, etag, previous) {
      const [from, to] = [listOf(previous), listOf(job.state)];
      if (!from && to) await index.addOpen(job.name, to);
      const written = await jobs.replace(job, etag);
      if (from && to && from !== to) await index.move(job.name, from, to);
      if (from && !to) index.removeOpen(job.name, from);
      return written;
    },
    list({ state, ...span }, page) {
      if (state !== undefined && isOpen(state)) return listOpen({ jobs, index, clock }, state, { ...span, ...page });
      return readTimeline(jobs, { ...span, where: state && `State eq '${state}'` }, page);
    },
    async listOfMachine(machine, { size, after }) {
      const page = toPage(await index.ofMachine(machine, { after, limit: rowsFor(size) }), size);
      const found = await inParallel(page.items, 16, ({ name }) => jobs.findReadable(timeKey(name)));
      const items = found.flatMap((job) => (job && job !== "unreadable" ? [job.value] : [])); // an entry without a job is left from a crash
      return page.next === undefined ? { items } : { items, next: page.next };
    },
    listOverdue: (before, options) => listOverdue({ jobs, index, clock }, before, options),
  };
}

const SETTLED = "(State eq 'Succeeded' or State eq 'Failed' or State eq 'Cancelled' or State eq 'Suspended')";

function checkName({ name }: Job): void {
  if (!isUuidv7(name)) throw new FleetError("InvalidParameter", `The name of a job is a UUIDv7, because lists by time follow from it; got "${name}"`);
}
