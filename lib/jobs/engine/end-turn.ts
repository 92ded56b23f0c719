import { uuidv7Of } from "../../core/ids.js";
import type { Versioned } from "../../core/versioned.js";
import type { FleetEvent } from "../../fleet/alerts/event.js";
import type { Machine } from "../../fleet/machines/machine.js";
import type { Session } from "../../reach/session.js";
import { wakeBatch, wakeIfLate } from "../batch/wake-batch.js";
import { windowEnded } from "../batch/window.js";
import { namingWaitingJob, resumeRestarted } from "../control/resume-restarted.js";
import { endImport } from "../inventory/end-import.js";
import { isFinal, type Job, waitsForRestart } from "../job.js";
import { emptySlot } from "./empty-slot.js";
import { releaseGroup } from "./group-lease.js";
import { jobErrors } from "./job-error.js";
import type { JobKeeper } from "./job-keeper.js";
import { fenceToken, releaseLease } from "./lease.js";
import { machineAfter } from "./machine-after.js";
import type { RunJobDeps } from "./run-deps.js";

/** Saves first, then sends the message that goes on after so many seconds. */
export async function deferJob(deps: RunJobDeps, keeper: JobKeeper, seconds: number, message?: string): Promise<void> {
  keeper.apply({ type: "deferred", seconds, ...(message && { message }) });
  await sendAgain(deps, keeper, seconds);
}

export async function sendAgain(deps: RunJobDeps, keeper: JobKeeper, seconds: number): Promise<void> {
  await keeper.save();
  const { name, ticket, recipe } = keeper.job();
  await deps.queue.send({ jobName: name, ticket }, seconds);
  if (recipe === "batch" && seconds > 0) deps.awayBatches.leave({ name, ticket });
}

/** Saves the end or the suspension, which only one invocation can do; then the machine is tidied and given back. */
export async function finishJob(deps: RunJobDeps, keeper: JobKeeper, session: Session): Promise<void> {
  await keeper.save();
  const job = keeper.job();
  await emptySlot(deps, job, session);
  await concludeJob(deps, job, session.machine());
  deps.log.info("job ended", { job: job.name, state: job.state, target: job.target.friendlyName, error: job.errors[0]?.code });
}

/** The machine of this job, while its lease is this job's. */
export async function leasedMachine({ machines }: Pick<RunJobDeps, "machines">, { name: job, target }: Job): Promise<Versioned<Machine> | undefined> {
  if (target.kind !== "machine") return undefined;
  const { fabric = "", container = "", name } = target;
  const found = await machines.find({ fabric, container, name });
  return found?.value.lease?.job === job ? found : undefined;
}

/** What follows the end of a job, or its suspension: its lease is given back with what was found, a failure becomes an event. Repeated after a crash in between. */
export async function concludeJob(deps: RunJobDeps, job: Job, held: Versioned<Machine> | undefined): Promise<void> {
  const { machines, events } = deps;
  await endImport(deps, job);
  if (held) {
    await releaseGroup(deps, job, held.value);
    const after = machineAfter(job, held.value);
    const { waitingJob } = waitsForRestart(job) ? after : await namingWaitingJob(deps, { before: held.value, after });
    await releaseLease(machines, held, job.name, (machine) => ({ ...machineAfter(job, machine), ...(waitingJob !== undefined && { waitingJob }) }));
    if (!waitsForRestart(job)) await resumeRestarted(deps, { ...after, waitingJob });
  }
  if (job.parent !== undefined && isFinal(job) && job.learned.bootIdBefore !== undefined) await wakeBatch(deps)(job.parent); // it waited for a restart
  if (job.recipe === "batch" && waitsForRestart(job)) await wakeIfLate(deps, job);
  if (job.state === "Failed" || (job.state === "Suspended" && !waitsForRestart(job))) await events.add(failureEvent(job));
  const callBack = job.parent === undefined ? undefined : deps.awayBatches.call(job.parent);
  if (callBack) await deps.queue.send(callBack, 0);
}

/** Ends a job that somebody stopped, and says in what state the machine is. What runs there is left to run. */
export async function cancelJob(deps: RunJobDeps, keeper: JobKeeper, session: Session): Promise<void> {
  const message = await stateOfMachine(deps, keeper.job(), session);
  keeper.apply({ type: "cancelled", message });
  await finishJob(deps, keeper, session);
}

/** Ends a child of a batch whose window closed before it was begun. */
export async function endUnbegun(deps: RunJobDeps, keeper: JobKeeper, session: Session): Promise<void> {
  const error = windowEnded(keeper.job().input, "the machine was begun");
  keeper.apply({
    type: "cancelled",
    message: error.message,
    errors: jobErrors(error, { task: keeper.job().tasks[0]?.name ?? "", now: deps.clock.now() }),
  });
  await finishJob(deps, keeper, session);
}

async function stateOfMachine(deps: RunJobDeps, job: Job, session: Session): Promise<string> {
  const held = session.machine();
  const mayHaveChanged = deps
    .recipeOf(job)(job.learned)
    .some(({ step }, i) => step.changes && i <= job.step);
  if (!held?.value.lease || !mayHaveChanged || job.state === "NotStarted") return "Stopped before the machine was changed";
  try {
    const remote = await session.remote();
    // Raises the token on the machine, so that a launch of this job that is still on its way is refused.
    const fence = { installation: await deps.installation(), token: fenceToken(held.value.lease.token, job) };
    await remote.clear({ job: job.name, name: "stop" }, fence);
    const slot = await remote.look();
    switch (slot.state) {
      case "none":
        return "Stopped; nothing of this job runs on the machine";
      case "running":
        return `Stopped; "${slot.run.name}" goes on on the machine since ${slot.elapsedSeconds} s and ends by itself`;
      case "ended":
        return `Stopped; "${slot.run.name}" had ended on the machine with exit code ${slot.exitCode}`;
      case "lost":
        return `Stopped; "${slot.run.name}" was interrupted on the machine (${slot.reason})`;
    }
  } catch (error) {
    deps.log.warn("state of the machine is unknown after a stop", { job: job.name, error });
    return "Stopped; the machine could not be asked what runs there. Test it before the next update";
  }
}

/** Its name follows from the job, so that it is told once. */
function failureEvent(job: Job): FleetEvent {
  const ended = new Date(job.endTime ?? job.dueTime);
  return {
    name: uuidv7Of(ended, job.name),
    code: job.errors[0]?.code ?? "Internal",
    type: "AgentHealth",
    severity: "Warning",
    description: `${job.target.friendlyName}: ${job.errors[0]?.message ?? "the job failed"}`,
    ...(job.target.fabric && { fabric: job.target.fabric }),
    affectedObjectFriendlyName: job.target.friendlyName,
    job: job.name,
    time: ended.toISOString(),
  };
}
