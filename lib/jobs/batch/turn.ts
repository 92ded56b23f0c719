import { OutOfDate } from "../engine/job-keeper.js";
import type { FleetStepContext } from "../engine/step.js";
import type { BatchProgress } from "../learned.js";
import type { BatchMember, MemberState } from "./batch-member.js";
import { goneOn } from "./gone-on.js";
import { listMembers } from "./list-members.js";
import { groupKey } from "./member-of.js";
import { reopenChildren } from "./open-children.js";
import { moved, NO_PROGRESS, recounted } from "./progress.js";
import { resumeChildren } from "./resume-children.js";
import { waitingMembers } from "./waiting-members.js";

/** What one invocation knows of its batch. */
export type Turn = {
  progress: BatchProgress;
  running: readonly BatchMember[];
  readonly broken: Set<string>;
  readonly asked: Set<string>;
  waiting: ReturnType<typeof waitingMembers>;
};

/** Takes a batch up where its rows stand, also after a crash or when it was resumed. */
export async function beginTurn(context: FleetStepContext<"batch">): Promise<Turn> {
  const { job, fleet } = context;
  let progress = job.learned.batch ?? NO_PROGRESS;
  const broken = new Set<string>();
  if (progress.halted && !job.cancelRequested) progress = await resumed(context, progress);
  const crashed = (progress.settledTurn ?? 0) !== job.turn - 1;
  if (crashed) progress = await count(context, progress);
  progress = await takeBack(context, progress);
  const running = await membersIn(context, "Running");
  if (crashed) await reopenChildren(context, running);
  const states = [
    ["Failed", progress.failed],
    ["Suspended", progress.suspended],
    ["Cancelled", progress.cancelled],
  ] as const;
  for (const [state, members] of states) {
    if (members === 0) continue;
    for await (const member of listMembers(fleet.batches, job.name, state)) if (!member.waitsForRestart) addGroup(broken, member);
  }
  return { progress, running, broken, asked: new Set(), waiting: waitingMembers(fleet.batches, job.name) };
}

/** Resumed by somebody after it was halted: what failed before is forgiven, children that were suspended go on. */
async function resumed(context: FleetStepContext<"batch">, { halted: _over, quietSince: _past, ...progress }: BatchProgress): Promise<BatchProgress> {
  const suspended = await membersIn(context, "Suspended");
  const now = goneFrom(progress, suspended, await resumeChildren(context, suspended));
  return { ...now, forgiven: now.failed };
}

/** Members whose child goes on by itself, because its machine was restarted, or was resumed by somebody, are at work again; others have ended meanwhile. */
export async function takeBack(context: FleetStepContext<"batch">, progress: BatchProgress): Promise<BatchProgress> {
  if (progress.suspended === 0) return progress;
  const suspended = await membersIn(context, "Suspended");
  return goneFrom(progress, suspended, await goneOn(context, suspended));
}

/** The counts when some of the suspended, as they were, are now what these say. */
export function goneFrom(progress: BatchProgress, suspended: readonly BatchMember[], gone: readonly BatchMember[]): BatchProgress {
  const names = new Set(gone.map(({ order }) => order));
  const stillAwaiting = suspended.filter(({ order, waitsForRestart }) => waitsForRestart && !names.has(order)).length;
  return gone.reduce<BatchProgress>((sum, { state }) => moved(sum, "Suspended", state), { ...progress, awaitingRestart: stillAwaiting });
}

/** An invocation whose batch goes on elsewhere, or was stopped, opens nothing more. */
export async function checkTurn({ job, fleet }: FleetStepContext<"batch">): Promise<void> {
  const found = await fleet.jobs.find(job.name);
  if (found?.value.turn !== job.turn || found.value.ticket !== job.ticket) throw new OutOfDate(`batch ${job.name} goes on elsewhere`);
}

/** All members of the batch that are in this state. */
export async function membersIn({ job, fleet }: FleetStepContext<"batch">, state: MemberState): Promise<BatchMember[]> {
  const members: BatchMember[] = [];
  for await (const member of listMembers(fleet.batches, job.name, state)) members.push(member);
  return members;
}

/** The counts as the members' rows have them. */
export async function count({ job, fleet }: FleetStepContext<"batch">, progress: BatchProgress): Promise<BatchProgress> {
  const found = new Map<MemberState, number>();
  let awaitingRestart = 0;
  let missedWindow = 0;
  for await (const member of listMembers(fleet.batches, job.name)) {
    found.set(member.state, (found.get(member.state) ?? 0) + 1);
    if (member.state === "Suspended" && member.waitsForRestart) awaitingRestart += 1;
    if (member.missedWindow) missedWindow += 1;
  }
  return recounted(progress, found, { awaitingRestart, ...(missedWindow > 0 && { missedWindow }) });
}

/** The member's group is among them from now on, if it is of any. */
export function addGroup(groups: Set<string>, member: BatchMember): void {
  const group = groupKey(member);
  if (group !== undefined) groups.add(group);
}
