import { FleetError } from "../../core/errors.js";
import type { FleetStepContext, StepOutcome } from "../engine/step.js";
import type { BatchInput } from "../job-input.js";
import type { BatchProgress } from "../learned.js";
import { awaitingIn, failureLimit, inWords, isHalted } from "./progress.js";
import { batchOf } from "./select-members.js";
import { count, membersIn, type Turn, takeBack } from "./turn.js";
import { waitingMembers } from "./waiting-members.js";
import { windowEnded } from "./window.js";

/** The end, when there is nothing to wait for; the members are counted once more first, and undefined means that some run after all. */
export async function conclude(context: FleetStepContext<"batch">, turn: Turn): Promise<StepOutcome | undefined> {
  const batch = batchOf(context);
  turn.progress = await count(context, await takeBack(context, turn.progress));
  const { progress } = turn;
  if (progress.running > 0) {
    turn.running = await membersIn(context, "Running");
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
    return { type: "suspend", error: whySuspended(progress, batch, message), learned: { batch: { ...learned.batch, halted: true } } };
  return ended(batch, message, learned);
}

type Counted = Readonly<{ batch: BatchProgress }>;

function ended(batch: BatchInput, message: string, learned: Counted): StepOutcome {
  const { total, succeeded, failed, missedWindow = 0 } = learned.batch;
  if (total === 0) return { type: "done", message: "No machine fits", learned: { ...learned, warnings: ["No machine fits the selection."] } };
  if (succeeded === total) return { type: "done", message, learned };
  const missed = missedWindow > 0 ? windowEnded(batch, `${missedWindow} of ${total} machines were begun`) : undefined;
  if (succeeded > 0) return { type: "done", message, learned: { ...learned, partly: true, ...(missed && { warnings: [missed.message] }) } };
  throw missed && failed === 0 ? missed : new FleetError("BatchFailed", `No machine succeeded: ${message}`);
}

/** Why the batch does not go on by itself; what waits for restarts alone does. */
function whySuspended(progress: BatchProgress, batch: BatchInput, message: string): FleetError {
  const { failed, suspended, waiting, forgiven = 0, total } = progress;
  const refused = suspended - awaitingIn(progress);
  if (waiting === 0 && refused === 0)
    return new FleetError("WaitingForRestart", `Children of the batch wait until their machines were restarted: ${message}`, {
      recommendedAction:
        "Restart the machines when they may be. The batch goes on by itself when a look finds one restarted, or when a child is resumed; resumed itself, it looks at all of them.",
    });
  return refused > 0 && failed - forgiven < failureLimit(batch, total)
    ? new FleetError("AccountStopped", `Children of the batch are suspended, because their run-as account was refused: ${message}`, {
        recommendedAction:
          "Set the credential of the account again (Set-AsrRunAsAccount), then resume the batch: its suspended children go on where they were.",
      })
    : new FleetError("BatchHalted", `The batch opens no more machines after these failures: ${message}`);
}
