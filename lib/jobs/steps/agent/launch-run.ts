import { FleetError } from "../../../core/errors.js";
import { NotYet } from "../../../reach/not-yet.js";
import type { DetachedRun, RunState } from "../../../remote/machine.js";
import type { MachineContext, StepOutcome } from "../../engine/step.js";
import type { LearnedRun } from "../../learned.js";

const WAIT_LOOKS = 2;

type Run = Omit<DetachedRun, "run"> & Readonly<{ /** Brings the file of `cached` to the machine. */ fetch?: () => Promise<void> }>;

/** Starts a detached run, or finds it started already. Another's run in the slot is waited for; one that has ended is put away. */
export async function launchRun(context: MachineContext, { fetch, ...run }: Run, name: string): Promise<StepOutcome> {
  const { job, fence, remote, clock, timing } = context;
  const id = { job: job.name, name };
  const machine = await remote();
  const launch = async (): Promise<RunState> => {
    const first = await machine.launch({ ...run, run: id }, fence);
    if (first.state !== "absent") return first;
    await fetch?.();
    const second = await machine.launch({ ...run, run: id }, fence);
    if (second.state !== "absent") return second;
    throw new FleetError("InstallerRemoved", `What "${name}" needs vanished from the machine after it was copied`, { retryable: true });
  };
  let slot = await launch();
  if (!isRun(slot, id) && slot.state !== "running" && slot.state !== "none") {
    if (slot.installation !== fence.installation && !hasWaited(context)) {
      throw new NotYet(timing.pollSeconds, `Waits until another fleet has read how its "${slot.run.name}" ended on the machine`);
    }
    await machine.clear(slot.run, fence);
    slot = await launch();
  }
  if (slot.state === "none")
    throw new FleetError("CommandFailed", `"${name}" could not be started on the machine: its run slot stayed empty`, { retryable: true });
  if (!isRun(slot, id)) throw new NotYet(WAIT_LOOKS * timing.pollSeconds, `Waits for "${slot.run.name}" of another job, which runs on the machine`);
  return {
    type: "done",
    message: `Started "${name}" on the machine`,
    learned: { runs: { ...job.learned.runs, [name]: { launchedAt: clock.now().toISOString(), ...failedBeforeOf(job.learned.runs?.[name]) } } },
  };
}

/** What a new record of a run keeps of the one before. */
export const failedBeforeOf = (run: LearnedRun | undefined): Pick<LearnedRun, "failedBefore"> =>
  run?.failedBefore === undefined ? {} : { failedBefore: run.failedBefore };

/** Another fleet looks at its run every few seconds; one that did not for minutes is gone. */
const OTHER_FLEET_SECONDS = 300;

function hasWaited({ job, clock }: MachineContext): boolean {
  const since = job.tasks[job.step]?.startTime;
  return since !== undefined && clock.now().getTime() - Date.parse(since) > OTHER_FLEET_SECONDS * 1000;
}

/** True when the machine's run slot holds this very run, though the job may not know that it launched it: its worker died in between. */
export async function holdsRun({ job, remote }: MachineContext, name: string): Promise<boolean> {
  return isRun(await (await remote()).look(), { job: job.name, name });
}

const isRun = (slot: RunState, id: { job: string; name: string }): boolean =>
  slot.state !== "none" && slot.run.job === id.job && slot.run.name === id.name;
