import type { FleetStepContext } from "../engine/step.js";
import { type Job, waitsForRestart } from "../job.js";
import type { BatchMember, MemberState } from "./batch-member.js";

/** Names further apart than this are asked for apart, so that a straggler does not drag all that ended behind it along. */
const WIDEST_GAP = 32;

/** Running members whose child has ended or is suspended, as they are now; their rows have been moved. */
export async function settleChildren({ job, fleet }: FleetStepContext<"batch">, running: readonly BatchMember[]): Promise<readonly BatchMember[]> {
  const settled: BatchMember[] = [];
  for (const some of neighbours(running)) {
    const names = some.flatMap((member) => member.job ?? []);
    const children = new Map((await fleet.jobs.findMany(names, { settled: true })).map((child) => [child.name, child]));
    settled.push(...some.flatMap((member) => settledBy(member, children.get(member.job ?? ""))));
  }
  if (settled.length > 0) await fleet.batches.move(job.name, "Running", settled);
  return settled;
}

/** The state of a member is that of its child. */
export const STATE_OF: Readonly<Record<Job["state"], MemberState>> = {
  NotStarted: "Running",
  InProgress: "Running",
  Succeeded: "Succeeded",
  Failed: "Failed",
  Cancelled: "Cancelled",
  Suspended: "Suspended",
};

/** A suspended child that was stopped is about to end. */
export function settledBy(member: BatchMember, child: Job | undefined): BatchMember[] {
  if (!child || (child.state === "Suspended" && child.cancelRequested)) return [];
  const { reason: _before, waitsForRestart: _waited, ...rest } = member;
  const error = child.errors[0];
  return [
    {
      ...rest,
      state: STATE_OF[child.state],
      ...(waitsForRestart(child) && { waitsForRestart: true }),
      ...(error && { reason: `${error.code}: ${error.message}` }),
      ...(child.state === "Cancelled" && error?.code === "WindowEnded" && { missedWindow: true }),
    },
  ];
}

function neighbours(running: readonly BatchMember[]): BatchMember[][] {
  const groups: BatchMember[][] = [];
  for (const member of running.toSorted((a, b) => a.order - b.order)) {
    const group = groups.at(-1);
    const last = group?.at(-1);
    if (group && last && member.order - last.order <= WIDEST_GAP) group.push(member);
    else groups.push([member]);
  }
  return groups;
}
