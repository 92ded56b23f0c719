import { childUuidv7 } from "../../core/ids.js";
import { inParallel } from "../../core/in-parallel.js";
import { askedOf, newJob } from "../control/start-job.js";
import type { FleetStepContext } from "../engine/step.js";
import type { Job } from "../job.js";
import type { JobInput } from "../job-input.js";
import type { BatchMember } from "./batch-member.js";
import { batchOf } from "./select-members.js";

/** Few at once: the batch is not to take what its children need. */
export const AT_ONCE = 16;

/** The member as it is when its child is opened: the child's name follows from the batch and the member's place. */
export const opened = (batch: Pick<Job, "name" | "createdTime">, member: BatchMember): BatchMember => ({
  ...member,
  state: "Running",
  job: childUuidv7(new Date(batch.createdTime), batch.name, member.order),
});

/**
 * Opens the children of these members, unless another invocation decided otherwise about one of them; they run from now on: members first, then the jobs, then their messages. Each can be repeated
 * without a child twice, and what is missing after a crash is made good by `reopenChildren`.
 */
export async function openChildren(context: FleetStepContext<"batch">, members: readonly BatchMember[]): Promise<readonly BatchMember[]> {
  const { job, fleet } = context;
  const running = await fleet.batches.move(
    job.name,
    "Waiting",
    members.map((member) => opened(job, member)),
  );
  await createChildren(context, running);
  return running;
}

/** After a crash: children that were not saved are created, and those that nobody has begun get their message again. */
export async function reopenChildren(context: FleetStepContext<"batch">, running: readonly BatchMember[]): Promise<void> {
  const known = await context.fleet.jobs.findMany(running.flatMap(({ job }) => (job === undefined ? [] : [job])));
  const begun = new Set(known.filter(({ state }) => state !== "NotStarted").map(({ name }) => name));
  await createChildren(
    context,
    running.filter(({ job }) => job !== undefined && !begun.has(job)),
  );
}

async function createChildren(context: FleetStepContext<"batch">, members: readonly BatchMember[]): Promise<void> {
  const children = members.map((member) => childOf(context, member));
  await context.fleet.jobs.createMany(children);
  await inParallel(children, AT_ONCE, ({ name, ticket }) => context.fleet.queue.send({ jobName: name, ticket }, 0));
}

function childOf({ job, clock }: FleetStepContext<"batch">, member: BatchMember): Job {
  const { recipe, notAfter } = batchOf({ job });
  const { batch: _ofTheParent, ...asked } = job.input;
  const { fabric, container, name, friendlyName, plannedPath } = member;
  const input: JobInput = { ...asked, ...(plannedPath && { plannedPath }), ...(notAfter !== undefined && { notAfter }) };
  const request = { recipe, target: { kind: "machine", fabric, container, name, friendlyName }, input } as const;
  const child = newJob({ ...request, ...askedOf(job) }, clock.now(), member.job);
  return { ...child, parent: job.name };
}
