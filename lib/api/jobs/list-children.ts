import { FleetError } from "../../core/errors.js";
import type { Page, PageRequest } from "../../core/versioned.js";
import type { MemberState } from "../../jobs/batch/batch-member.js";
import type { Job } from "../../jobs/job.js";
import type { FleetContext } from "../cmdlet/context.js";
import { readMatching } from "../cmdlet/paging.js";
import { findJob } from "./find-job.js";

/** The child jobs of a batch: those at work first, then state by state, in the order of opening. A machine that was never begun has none. */
export async function listChildren(
  context: FleetContext,
  { ParentJob, State }: Readonly<{ ParentJob: string; State?: string | undefined }>,
  page: PageRequest,
): Promise<Page<Job>> {
  const parent = await findJob(context, ParentJob, "ParentJob");
  if (parent.recipe !== "batch")
    throw new FleetError("InvalidParameter", `Job ${parent.name} is not a batch; it has no children`, { target: "ParentJob" });
  const states = WITH_JOBS.filter((state) => State === undefined || state === MEMBER_STATE[State]);
  const read = (next: PageRequest) => readStates(context, parent.name, states, next);
  return readMatching(read, page, ({ state }) => State === undefined || state === State);
}

const WITH_JOBS: readonly MemberState[] = ["Running", "Failed", "Suspended", "Cancelled", "Succeeded"];

/** The state of the members whose children are in this state; children that run or wait for their turn are both running members. */
const MEMBER_STATE: Readonly<Record<string, MemberState>> = {
  NotStarted: "Running",
  InProgress: "Running",
  Succeeded: "Succeeded",
  Failed: "Failed",
  Cancelled: "Cancelled",
  Suspended: "Suspended",
};

/** One page of one state; the token behind the last page of a state is the beginning of the next. */
async function readStates(
  { batches, jobs }: FleetContext,
  batch: string,
  states: readonly MemberState[],
  { size, after = "" }: PageRequest,
): Promise<Page<Job>> {
  const [, name = states[0], inside] = /^(\w+)(?:@(.*))?$/.exec(after) ?? [];
  const at = (states as readonly (string | undefined)[]).indexOf(name); // name is any text
  const state = states[at];
  if (state === undefined) return { items: [] };
  const members = await batches.list(batch, { state }, { size, ...(inside && { after: inside }) });
  const names = members.items.flatMap(({ job }) => job ?? []);
  const found = new Map((names.length > 0 ? await jobs.findMany(names) : []).map((job) => [job.name, job]));
  const next = members.next === undefined ? states[at + 1] : `${state}@${members.next}`;
  return { items: names.flatMap((one) => found.get(one) ?? []), ...(next !== undefined && { next }) };
}
