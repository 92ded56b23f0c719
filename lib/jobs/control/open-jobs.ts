import { allPages } from "../../core/all-pages.js";
import type { Job } from "../job.js";
import type { JobStore } from "../ports.js";

const PAGE = 1000;

/** All jobs that have not ended, page by page. */
export async function* openJobs(jobs: Pick<JobStore, "list">): AsyncGenerator<readonly Job[]> {
  for (const state of ["NotStarted", "InProgress", "Suspended"] as const) yield* allPages((next) => jobs.list({ state }, next), { size: PAGE });
}
