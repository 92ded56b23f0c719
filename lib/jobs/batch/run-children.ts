import { inParallel } from "../../core/in-parallel.js";
import { stopJob } from "../control/stop-job.js";
import type { FleetStep, FleetStepContext, StepOutcome } from "../engine/step.js";
import type { BatchProgress } from "../learned.js";
import type { BatchMember } from "./batch-member.js";
import { conclude } from "./conclude-batch.js";
import { AT_ONCE, openChildren } from "./open-children.js";
import { awaiting, inWords, isHalted, missing, moved } from "./progress.js";
import { batchOf } from "./select-members.js";
import { settleChildren } from "./settle-children.js";
import { skipRest } from "./skip-rest.js";
import { addGroup, beginTurn, checkTurn, goneFrom, membersIn, type Turn } from "./turn.js";
import { isOver, secondsUntil, untilWindow } from "./window.js";

/** Opens children up to the limit, sees them end, and begins again, until none is left or a rule says stop. */
export const runChildren: FleetStep<"batch"> = {
  name: "run-children",
  title: "Working on the machines",
  changes: true,
  savesFirst: true, // who reads that the batch still selects may rely on it that no child is open
  patient: true, // storage that is away for a while does not end a batch
  deadlineSeconds: 14 * 24 * 3600,
  deadlineFrom: ({ batch }) => batch?.notBefore,
  run: async (context) => {
    const turn = await beginTurn(context);
    const giveWay = context.clock.now().getTime() + LONGEST_STAY_MS;
    for (let pauseMs = FIRST_PAUSE_MS; ; ) {
      const ended = await settle(context, turn);
      const openedNow = await openOrStop(context, turn);
      const early = secondsToWindow(context, turn);
      if (early > 0) return goOn(context, turn, early);
      if (turn.running.length === 0 && openedNow === 0) {
        const outcome = await conclude(context, turn);
        if (outcome) return outcome;
      }
      turn.progress = quietened(turn.progress, ended + openedNow, context.clock.now());
      await context.report(inWords(turn.progress), { batch: turn.progress });
      const seconds = leavesFor(context, turn.progress);
      if (seconds > 0 || context.isLeaving() || context.clock.now().getTime() >= giveWay) return goOn(context, turn, seconds);
      pauseMs = ended + openedNow > 0 ? FIRST_PAUSE_MS : Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
      await context.clock.sleep(pauseMs, context.signal);
    }
  },
};

/** So long it stays while nothing happens; then it comes back as who looks at a machine does. */
const STAY_MS = 5000;
const LONGEST_STAY_MS = 30_000;
const LONGEST_LEAVE_SECONDS = 30;

const quietened = ({ quietSince, ...progress }: BatchProgress, moves: number, now: Date): BatchProgress =>
  moves > 0 ? progress : { ...progress, quietSince: quietSince ?? now.toISOString() };

/** For how many seconds nobody need look, because nothing has happened for so long: a tenth of that, and half a FLEET_POLL_SECONDS at least; 0 while it is young. */
function leavesFor({ clock, timing }: FleetStepContext<"batch">, { quietSince }: BatchProgress): number {
  const quietMs = quietSince === undefined ? 0 : clock.now().getTime() - Date.parse(quietSince);
  if (quietMs < STAY_MS) return 0;
  return Math.ceil(Math.min(Math.max(timing.pollSeconds / 2, quietMs / 10_000), LONGEST_LEAVE_SECONDS));
}

const FIRST_PAUSE_MS = 125;
const LONGEST_PAUSE_MS = 1000;
const MOST_AT_ONCE = 100; // children opened before the others are looked at again

async function settle(context: FleetStepContext<"batch">, turn: Turn): Promise<number> {
  if (turn.running.length === 0) return 0;
  const settled = await settleChildren(context, turn.running);
  const names = new Set(settled.map(({ order }) => order));
  turn.running = turn.running.filter(({ order }) => !names.has(order));
  for (const member of settled) {
    turn.progress = awaiting(moved(turn.progress, "Running", member.state), member.waitsForRestart ? 1 : 0);
    turn.progress = missing(turn.progress, member.missedWindow ? 1 : 0);
    if (member.state !== "Succeeded" && !member.waitsForRestart) addGroup(turn.broken, member);
  }
  return settled.length;
}

/** How many children were opened or asked to stop, or members skipped. */
function openOrStop(context: FleetStepContext<"batch">, turn: Turn): Promise<number> {
  if (context.job.cancelRequested) return stopRunning(context, turn);
  return isOver(batchOf(context), context.clock.now()) ? skipRest(context, turn) : open(context, turn);
}

/** For how long the batch has nothing to do but wait for its window; 0 where there is anything else. */
function secondsToWindow(context: FleetStepContext<"batch">, { running, progress }: Turn): number {
  const idle = running.length === 0 && progress.waiting > 0 && !context.job.cancelRequested;
  return idle ? secondsUntil(batchOf(context), context.clock.now()) : 0;
}

/** How many children were opened, or members skipped. */
async function open(context: FleetStepContext<"batch">, turn: Turn): Promise<number> {
  const batch = batchOf(context);
  const room = Math.min(batch.maxConcurrency - turn.running.length, MOST_AT_ONCE);
  if (room <= 0 || turn.progress.waiting === 0 || isHalted(turn.progress, batch)) return 0;
  if (secondsUntil(batch, context.clock.now()) > 0) return 0;
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

const SKIPPED = "GroupMemberFailed: another machine of its availability group is not healthy";

/** Each running or suspended child is asked once an invocation; a second question changes nothing. */
async function stopRunning(context: FleetStepContext<"batch">, turn: Turn): Promise<number> {
  const { fleet, clock } = context;
  if (turn.progress.suspended > 0) {
    const suspended = await membersIn(context, "Suspended");
    const running = suspended.map(({ waitsForRestart: _waited, ...member }): BatchMember => ({ ...member, state: "Running" }));
    await fleet.batches.move(context.job.name, "Suspended", running);
    turn.running = [...turn.running, ...running];
    turn.progress = goneFrom(turn.progress, suspended, running);
  }
  const left = turn.running.flatMap(({ job }) => (job === undefined || turn.asked.has(job) ? [] : [job]));
  const stop = stopJob({ jobs: fleet.jobs, queue: fleet.queue, clock });
  await inParallel(left, AT_ONCE, async (name) => {
    await stop(name);
    turn.asked.add(name);
  });
  return left.length;
}

function goOn(context: FleetStepContext<"batch">, { progress }: Turn, seconds: number): StepOutcome {
  const { job } = context;
  return {
    type: "wait",
    seconds,
    message: untilWindow(batchOf(context), context.clock.now(), inWords(progress)),
    learned: { batch: { ...progress, settledTurn: job.turn } },
  };
}
