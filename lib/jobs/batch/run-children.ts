import { FleetError } from "../../core/errors.js";
import { inParallel } from "../../core/in-parallel.js";
import { OutOfDate } from "../engine/job-keeper.js";
import type { FleetStep, FleetStepContext, StepOutcome } from "../engine/step.js";
import type { BatchProgress } from "../learned.js";
import { stopJob } from "../stop-job.js";
import type { BatchMember, MemberState } from "./batch-member.js";
import { listMembers } from "./list-members.js";
import { groupKey } from "./member-of.js";
import { AT_ONCE, openChildren, reopenChildren } from "./open-children.js";
import { failureLimit, inWords, isHalted, moved, NO_PROGRESS, recounted } from "./progress.js";
import { resumeChildren } from "./resume-children.js";
import { batchOf } from "./select-members.js";
import { settleChildren } from "./settle-children.js";
import { waitingMembers } from "./waiting-members.js";

/** Opens children up to the limit, sees them end, and begins again, until none is left or a rule says stop. */
export const runChildren: FleetStep<"batch"> = {
  name: "run-children",
  title: "Working on the machines",
  changes: true,
  savesFirst: true, // who reads that the batch still selects may rely on it that no child is open
  patient: true, // storage that is away for a while does not end a batch
  deadlineSeconds: 14 * 24 * 3600,
  run: async (context) => {
    const turn = await beginTurn(context);
    const giveWay = context.clock.now().getTime() + context.timing.runBudgetMs;
    for (let pauseMs = FIRST_PAUSE_MS; ; ) {
      const ended = await settle(context, turn);
      const openedNow = context.job.cancelRequested ? await stopRunning(context, turn) : await open(context, turn);
      if (turn.running.length === 0 && openedNow === 0) {
        const outcome = await conclude(context, turn);
        if (outcome) return outcome;
      }
      await context.report(inWords(turn.progress), { batch: turn.progress });
      if (context.clock.now().getTime() >= giveWay) return goOn(context, turn);
      pauseMs = ended + openedNow > 0 ? FIRST_PAUSE_MS : Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
      await context.clock.sleep(pauseMs, context.signal);
    }
  },
};

const FIRST_PAUSE_MS = 125;
const LONGEST_PAUSE_MS = 1000;
const MOST_AT_ONCE = 100; // children opened before the others are looked at again

/** What one invocation knows of its batch. */
type Turn = {
  progress: BatchProgress;
  running: readonly BatchMember[];
  readonly broken: Set<string>;
  readonly asked: Set<string>;
  waiting: ReturnType<typeof waitingMembers>;
};

async function beginTurn(context: FleetStepContext<"batch">): Promise<Turn> {
  const { job, fleet } = context;
  let progress = job.learned.batch ?? NO_PROGRESS;
  const broken = new Set<string>();
  if (progress.halted && !job.cancelRequested) progress = await resumed(context, progress);
  const crashed = (progress.settledTurn ?? 0) !== job.turn - 1;
  if (crashed) progress = await count(context, progress);
  const running = await all(context, "Running");
  if (crashed) await reopenChildren(context, running);
  for (const state of ["Failed", "Suspended", "Cancelled"] as const) {
    for await (const member of listMembers(fleet.batches, job.name, state)) if (!member.waitsForRestart) addGroup(broken, member);
  }
  return { progress, running, broken, asked: new Set(), waiting: waitingMembers(fleet.batches, job.name) };
}

/** Resumed after it was halted: what failed before is forgiven, children that were suspended go on. */
async function resumed(context: FleetStepContext<"batch">, { halted: _over, ...progress }: BatchProgress): Promise<BatchProgress> {
  const gone = await resumeChildren(context, await all(context, "Suspended"));
  const now = gone.reduce((sum, { state }) => moved(sum, "Suspended", state), progress as BatchProgress);
  return { ...now, forgiven: now.failed };
}

async function settle(context: FleetStepContext<"batch">, turn: Turn): Promise<number> {
  if (turn.running.length === 0) return 0;
  const settled = await settleChildren(context, turn.running);
  const names = new Set(settled.map(({ order }) => order));
  turn.running = turn.running.filter(({ order }) => !names.has(order));
  for (const member of settled) {
    turn.progress = moved(turn.progress, "Running", member.state);
    if (member.state !== "Succeeded" && !member.waitsForRestart) addGroup(turn.broken, member);
  }
  return settled.length;
}

/** How many children were opened, or members skipped. */
async function open(context: FleetStepContext<"batch">, turn: Turn): Promise<number> {
  const batch = batchOf(context);
  const room = Math.min(batch.maxConcurrency - turn.running.length, MOST_AT_ONCE);
  if (room <= 0 || turn.progress.waiting === 0 || isHalted(turn.progress, batch)) return 0;
  const busy = new Set<string>();
  for (const member of turn.running) addGroup(busy, member);
  const picked = await turn.waiting.pick(room, { busy, broken: turn.broken });
  if (picked.open.length + picked.skip.length > 0) await checkTurn(context);
  if (picked.skip.length > 0) {
    const skipped = picked.skip.map((member): BatchMember => ({ ...member, state: "Skipped", reason: SKIPPED }));
    await context.fleet.batches.move(context.job.name, "Waiting", skipped);
    turn.progress = moved(turn.progress, "Waiting", "Skipped", skipped.length);
  }
  if (picked.open.length > 0) {
    const opened = await openChildren(context, picked.open);
    turn.running = [...turn.running, ...opened];
    turn.progress = moved(turn.progress, "Waiting", "Running", opened.length);
  }
  return picked.open.length + picked.skip.length;
}

/** An invocation whose batch goes on elsewhere, or was stopped, opens nothing more. */
async function checkTurn({ job, fleet }: FleetStepContext<"batch">): Promise<void> {
  const found = await fleet.jobs.find(job.name);
  if (found?.value.turn !== job.turn || found.value.ticket !== job.ticket) throw new OutOfDate(`batch ${job.name} goes on elsewhere`);
}

const SKIPPED = "GroupMemberFailed: another machine of its availability group is not healthy";

/** Each running or suspended child is asked once an invocation; a second question changes nothing. */
async function stopRunning(context: FleetStepContext<"batch">, turn: Turn): Promise<number> {
  const { fleet, clock } = context;
  if (turn.progress.suspended > 0) {
    const suspended = await all(context, "Suspended");
    await fleet.batches.move(
      context.job.name,
      "Suspended",
      suspended.map((member) => ({ ...member, state: "Running" })),
    );
    turn.running = [...turn.running, ...suspended.map((member): BatchMember => ({ ...member, state: "Running" }))];
    turn.progress = moved(turn.progress, "Suspended", "Running", suspended.length);
  }
  const left = turn.running.flatMap(({ job }) => (job === undefined || turn.asked.has(job) ? [] : [job]));
  const stop = stopJob({ jobs: fleet.jobs, queue: fleet.queue, clock });
  await inParallel(left, AT_ONCE, async (name) => {
    await stop(name);
    turn.asked.add(name);
  });
  return left.length;
}

/** The end, when there is nothing to wait for; the members are counted once more first, and undefined means that some run after all. */
async function conclude(context: FleetStepContext<"batch">, turn: Turn): Promise<StepOutcome | undefined> {
  const batch = batchOf(context);
  turn.progress = await count(context, turn.progress);
  const { progress } = turn;
  if (progress.running > 0) {
    turn.running = await all(context, "Running");
    return undefined;
  }
  const learned = { batch: { ...progress, settledTurn: context.job.turn } };
  const message = inWords(progress);
  await context.report(message, learned); // also a failure shows the counts
  if (context.job.cancelRequested) return { type: "cancelled", message: `Stopped: ${message}`, learned };
  if (progress.waiting > 0 && !isHalted(progress, batch)) {
    turn.waiting = waitingMembers(context.fleet.batches, context.job.name);
    return undefined;
  }
  if (progress.waiting > 0 || progress.suspended > 0)
    return { type: "suspend", error: await halted(context, progress, message), learned: { batch: { ...learned.batch, halted: true } } };
  return ended(progress, message, learned);
}

function ended(progress: BatchProgress, message: string, learned: { batch: BatchProgress }): StepOutcome {
  const { total, succeeded } = progress;
  if (total === 0) return { type: "done", message: "No machine fits", learned: { ...learned, warnings: ["No machine fits the selection."] } };
  if (succeeded === total) return { type: "done", message, learned };
  if (succeeded > 0) return { type: "done", message, learned: { ...learned, partly: true } };
  throw new FleetError("BatchFailed", `No machine succeeded: ${message}`);
}

async function halted(
  context: FleetStepContext<"batch">,
  { failed, suspended, forgiven = 0, total }: BatchProgress,
  message: string,
): Promise<FleetError> {
  const members = suspended > 0 ? await all(context, "Suspended") : [];
  if (members.length > 0 && members.every((member) => member.waitsForRestart))
    return new FleetError("WaitingForRestart", `Children of the batch wait until their machines were restarted: ${message}`, {
      recommendedAction:
        "Restart the machines when they may be, then resume the batch. Children go on by themselves when a look finds their machine restarted.",
    });
  return suspended > 0 && failed - forgiven < failureLimit(batchOf(context), total)
    ? new FleetError("AccountStopped", `Children of the batch are suspended, because their run-as account was refused: ${message}`, {
        recommendedAction:
          "Set the credential of the account again (Set-AsrRunAsAccount), then resume the batch: its suspended children go on where they were.",
      })
    : new FleetError("BatchHalted", `The batch opens no more machines after these failures: ${message}`);
}

function goOn({ job }: FleetStepContext<"batch">, { progress }: Turn): StepOutcome {
  return { type: "wait", seconds: 0, message: inWords(progress), learned: { batch: { ...progress, settledTurn: job.turn } } };
}

async function all({ job, fleet }: FleetStepContext<"batch">, state: MemberState): Promise<BatchMember[]> {
  const members: BatchMember[] = [];
  for await (const member of listMembers(fleet.batches, job.name, state)) members.push(member);
  return members;
}

async function count({ job, fleet }: FleetStepContext<"batch">, progress: BatchProgress): Promise<BatchProgress> {
  const found = new Map<MemberState, number>();
  for await (const { state } of listMembers(fleet.batches, job.name)) found.set(state, (found.get(state) ?? 0) + 1);
  return recounted(progress, found);
}

function addGroup(groups: Set<string>, member: BatchMember): void {
  const group = groupKey(member);
  if (group !== undefined) groups.add(group);
}
