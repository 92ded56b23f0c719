import { LRUCache } from "lru-cache";
import type { Versioned } from "../../core/versioned.js";
import { isSettled, type Job } from "../../jobs/job.js";
import type { JobStore } from "../../jobs/ports.js";

const MOST = 2000;

/** Jobs whose rows this process wrote last are there for the message that goes on with them, once each. */
export function keepJobs(store: JobStore): JobStore {
  const kept = new LRUCache<string, Versioned<Job>>({ max: MOST });
  const keep = (written: Versioned<Job>) => {
    if (isSettled(written.value)) kept.delete(written.value.name);
    else kept.set(written.value.name, written);
    return written;
  };
  return {
    ...store,
    create: async (job) => keep(await store.create(job)),
    createMany: async (jobs) => (await store.createMany(jobs)).map(keep),
    replace: async (job, etag, previous) => {
      kept.delete(job.name); // one whose write fails is another's now
      return keep(await store.replace(job, etag, previous));
    },
    takeKept: async (name, ticket) => {
      const job = kept.get(name);
      if (job?.value.ticket !== ticket) return undefined;
      kept.delete(name);
      return job;
    },
  };
}
