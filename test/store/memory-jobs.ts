import { FleetError } from "../../lib/core/errors.js";
import { isUuidv7 } from "../../lib/core/ids.js";
import type { MachineRef } from "../../lib/fleet/machine.js";
import type { Job } from "../../lib/jobs/job.js";
import type { JobStore } from "../../lib/jobs/ports.js";
import { lowerKey, memoryRows } from "./memory-rows.js";
import { memoryTimeline } from "./memory-timeline.js";

/** Jobs in memory. */
export function memoryJobs(): JobStore {
  const jobs = memoryRows<Job>(({ name }) => name.toLowerCase());
  const actsOn = ({ target }: Job, { fabric, container, name }: MachineRef) =>
    target.kind === "machine" && lowerKey(target.fabric ?? "", target.container ?? "", target.name) === lowerKey(fabric, container, name);
  return {
    find: (name) => jobs.find(name.toLowerCase()),
    async create(job) {
      if (!isUuidv7(job.name)) throw new FleetError("InvalidParameter", `The name of a job is a UUIDv7; got "${job.name}"`);
      return jobs.create(job);
    },
    replace: (job, etag) => jobs.replace(job, etag),
    list: async ({ state, ...span }, page) =>
      memoryTimeline(
        jobs.all().filter((job) => state === undefined || job.state === state),
        span,
        page,
      ),
    listOfMachine: async (machine, page) =>
      memoryTimeline(
        jobs.all().filter((job) => actsOn(job, machine)),
        {},
        page,
      ),
    listOverdue: async (before) =>
      jobs.all().filter(({ state, dueTime }) => (state === "NotStarted" || state === "InProgress") && Date.parse(dueTime) < before.getTime()),
  };
}
