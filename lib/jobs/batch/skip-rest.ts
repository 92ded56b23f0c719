import type { FleetStepContext } from "../engine/step.js";
import type { BatchMember } from "./batch-member.js";
import { missing, moved } from "./progress.js";
import { batchOf } from "./select-members.js";
import { checkTurn, membersIn, type Turn } from "./turn.js";
import { windowEnded } from "./window.js";

const PAGE = 500;

/** The window is over: members that still wait are not begun any more. How many were skipped. */
export async function skipRest(context: FleetStepContext<"batch">, turn: Turn): Promise<number> {
  if (turn.progress.waiting === 0) return 0;
  const { code, message } = windowEnded(batchOf(context), "the machine was begun");
  const rest = await membersIn(context, "Waiting");
  let skipped = 0;
  for (let at = 0; at < rest.length; at += PAGE) {
    await checkTurn(context);
    const page = rest
      .slice(at, at + PAGE)
      .map((member): BatchMember => ({ ...member, state: "Skipped", missedWindow: true, reason: `${code}: ${message}` }));
    skipped += (await context.fleet.batches.move(context.job.name, "Waiting", page)).length;
  }
  turn.progress = missing(moved(turn.progress, "Waiting", "Skipped", skipped), skipped);
  return skipped;
}
