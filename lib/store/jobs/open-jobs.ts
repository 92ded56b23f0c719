import type { Clock } from "../../core/clock.js";
import { inParallel } from "../../core/in-parallel.js";
import type { Page, PageRequest } from "../../core/versioned.js";
import type { Job } from "../../jobs/job.js";
import type { JobState } from "../../jobs/job-state.js";
import type { JobQuery, OpenJobs } from "../../jobs/ports.js";
import { rowsFor } from "../rows/paging.js";
import { timeKey } from "../rows/timeline.js";
import { type Entry, type JobIndex, listOf, type OpenList } from "./job-index.js";
import { dueColumn, type JobRows, jobsAmong } from "./job-rows.js";

/** A younger entry may belong to a job that is just being written. */
const SETTLED_AFTER_MS = 60 * 60_000;
const SETTLED_AT_ONCE = 50;

type Parts = Readonly<{ jobs: JobRows; index: JobIndex; clock: Clock }>;

/** Reads the list in which jobs of this state are; entries whose job is in another state are left out, and put right when they are old. */
export async function listOpen(parts: Parts, state: JobState, { from, until, size, after }: JobQuery & PageRequest): Promise<Page<Job>> {
  const list = listOf(state) ?? "active";
  const entries = await parts.index.openOf(list, { ...(from && { from }), ...(until && { until }), after, limit: rowsFor(size) });
  const shown = entries.slice(0, size);
  const names = shown.map(({ name }) => name);
  const items = await jobsAmong(parts.jobs.query, names, `State eq '${state}'`);
  const met = new Set(items.map(({ name }) => name.toLowerCase()));
  await settle(
    parts,
    list,
    shown.filter(({ name }) => !met.has(name)),
  );
  const last = names.at(-1);
  return last && entries.length > size ? { items, next: last } : { items };
}

/**
 * Jobs that wait or run and whose due time is past, without those that a newer release wrote: it looks after them. With `tidy` some of the
 * oldest entries are looked at, whether their jobs are still open.
 */
export async function listOverdue(parts: Parts, before: () => Promise<Date>, { tidy }: Readonly<{ tidy?: true }> = {}): Promise<OpenJobs> {
  const { active, suspended } = await parts.index.allOpen(); // an entry may be late: a resumed job can still be among the suspended
  const names = [...new Set([...active, ...suspended].map(({ name }) => name))];
  if (names.length === 0) return { active: 0, overdue: [] };
  const due = dueColumn(await before());
  const overdue = await jobsAmong(parts.jobs.query, names, `DueTime lt '${due}' and (State eq 'NotStarted' or State eq 'InProgress')`);
  const met = new Set(overdue.map(({ name }) => name.toLowerCase()));
  const unmet = active.filter(({ name }) => !met.has(name));
  if (tidy) await settle(parts, "active", unmet.slice(-SETTLED_AT_ONCE));
  return { active: active.length, overdue };
}

/** Removes entries of jobs that ended or never came to be; moves those whose job belongs to the other list. */
async function settle({ jobs, index, clock }: Parts, list: OpenList, entries: readonly Entry[]): Promise<void> {
  const old = entries.filter(({ writtenAt, isNewer }) => !isNewer && clock.now().getTime() - writtenAt.getTime() > SETTLED_AFTER_MS);
  await inParallel(old, 8, async (entry) => {
    const job = await jobs.findReadable(timeKey(entry.name));
    if (job === "unreadable") return; // its entry is needed when it has been mended
    const right = job && listOf(job.value.state);
    if (right === list) return;
    await (right ? index.move(entry.name, list, right) : index.removeEntry(entry));
  });
}
