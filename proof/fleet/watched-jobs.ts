import type { Job } from "../../lib/jobs/job.js";
import type { JobStore } from "../../lib/jobs/ports.js";
import { memoryJobs } from "../../test/store/memory/memory-jobs.js";

/** The jobs in memory, and their rows as they stand, for who looks on. */
export function watchedJobs(): Readonly<{ store: JobStore; rows: ReadonlyMap<string, Job> }> {
  const store = memoryJobs();
  const rows = new Map<string, Job>();
  const note = (job: Job) => rows.set(job.name, job);
  return {
    rows,
    store: {
      ...store,
      create: async (job) => {
        const created = await store.create(job);
        note(job);
        return created;
      },
      createMany: async (jobs) => {
        const fresh = jobs.filter(({ name }) => !rows.has(name));
        const created = await store.createMany(jobs);
        fresh.forEach(note);
        return created;
      },
      replace: async (job, ...rest) => {
        const replaced = await store.replace(job, ...rest);
        note(job);
        return replaced;
      },
    },
  };
}
