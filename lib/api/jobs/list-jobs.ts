import type { Page, PageRequest } from "../../core/versioned.js";
import type { MachineRef } from "../../fleet/machines/machine.js";
import type { Job } from "../../jobs/job.js";
import type { JobSelection } from "../../jobs/job-input.js";
import { isSelected } from "../../jobs/job-selection.js";
import { JobState } from "../../jobs/job-state.js";
import type { JobQuery } from "../../jobs/ports.js";
import type { FleetContext } from "../cmdlet/context.js";
import { readMatching } from "../cmdlet/paging.js";
import { findProtectableItem, findProtectedItem } from "../machines/find-machine.js";

export type JobFilter = Readonly<{
  StartTime?: Date | undefined;
  EndTime?: Date | undefined;
  State?: string | undefined;
  TargetObjectId?: string | undefined;
  /** What else a job must be. */
  also?: JobSelection | undefined;
}>;

/** Jobs, newest first. With the ID of an item only the jobs of that machine are read, else its name is looked for among all. */
export async function listJobs(context: FleetContext, filter: JobFilter, page: PageRequest): Promise<Page<Job>> {
  if (filter.State === "Other") return { items: [] }; // a state of tasks; no job has it
  const query = queryOf(filter);
  const { TargetObjectId: target, also = {} } = filter;
  if (target?.startsWith("/")) {
    const machine = await machineOf(context, target);
    return readMatching(
      (next) => context.jobs.listOfMachine(machine, next),
      page,
      (job) => fits(job, query) && isSelected(job, also),
    );
  }
  const isTarget = (job: Job) => target === undefined || job.target.name.toLowerCase() === target.toLowerCase();
  return readMatching(
    (next) => context.jobs.list(query, next),
    page,
    (job) => isTarget(job) && isSelected(job, also),
  );
}

function queryOf({ StartTime, EndTime, State }: JobFilter): JobQuery {
  const state = JobState.safeParse(State).data;
  return { ...(StartTime && { from: StartTime }), ...(EndTime && { until: EndTime }), ...(state && { state }) };
}

async function machineOf(context: FleetContext, id: string): Promise<MachineRef> {
  const find = /\/replicationProtectedItems\/[^/]+$/i.test(id) ? findProtectedItem : findProtectableItem;
  return (await find(context, id, "TargetObjectId")).machine.value;
}

const fits = ({ createdTime, state }: Job, query: JobQuery): boolean =>
  (!query.from || createdTime >= query.from.toISOString()) &&
  (!query.until || createdTime <= query.until.toISOString()) &&
  (!query.state || state === query.state);
