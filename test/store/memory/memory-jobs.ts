import { FleetError } from "../../../lib/core/errors.js";
import { isUuidv7 } from "../../../lib/core/ids.js";
import type { Versioned } from "../../../lib/core/versioned.js";
import type { MachineRef } from "../../../lib/fleet/machines/machine.js";
import { isSettled, type Job } from "../../../lib/jobs/job.js";
import type { JobStore } from "../../../lib/jobs/ports.js";
import { lowerKey, memoryRows } from "./memory-rows.js";
import { memoryTimeline } from "./memory-timeline.js";

/** Jobs in memory. */
export function memoryJobs(): JobStore {
  const jobs = memoryRows<Job>(({ name }) => name.toLowerCase());
  const namesOf = new Map<string, string[]>(); // of the jobs of each machine, so that thousands of machines cost no more each than a few
  const create = async (job: Job) => {
    const created = await jobs.create(job);
    const { kind, fabric = "", container = "", name } = job.target;
    const machine = lowerKey(fabric, container, name);
    const names = namesOf.get(machine) ?? [];
    if (kind === "machine") namesOf.set(machine, names);
    names.push(job.name);
    return created;
  };
  return {
    find: (name) => jobs.find(name.toLowerCase()),
    async create(job) {
      checkName(job);
      return create(job);
    },
    async createMany(many) {
      many.forEach(checkName);
      const created: Versioned<Job>[] = [];
      for (const job of many) if (!(await jobs.find(job.name.toLowerCase()))) created.push(await create(job));
      return created;
    },
    takeKept: async () => undefined,
    async findMany(names, { settled = false } = {}) {
      const found = await Promise.all(names.map((name) => jobs.find(name.toLowerCase())));
      return found.flatMap((job) => (job && (!settled || isSettled(job.value)) ? [job.value] : []));
    },
    replace: (job, etag) => jobs.replace(job, etag),
    list: async ({ state, ...span }, page) =>
      memoryTimeline(
        jobs.all().filter((job) => state === undefined || job.state === state),
        span,
        page,
      ),
    async listOfMachine({ fabric, container, name }: MachineRef, page) {
      const found = await Promise.all((namesOf.get(lowerKey(fabric, container, name)) ?? []).map((job) => jobs.find(job.toLowerCase())));
      return memoryTimeline(
        found.flatMap((job) => (job ? [job.value] : [])),
        {},
        page,
      );
    },
    async listOverdue(before) {
      const active = jobs.all().filter(({ state }) => state === "NotStarted" || state === "InProgress");
      if (active.length === 0) return { active: 0, overdue: [] };
      const due = await before();
      return { active: active.length, overdue: active.filter(({ dueTime }) => Date.parse(dueTime) < due.getTime()) };
    },
  };
}

function checkName({ name }: Job): void {
  if (!isUuidv7(name)) throw new FleetError("InvalidParameter", `The name of a job is a UUIDv7; got "${name}"`);
}
