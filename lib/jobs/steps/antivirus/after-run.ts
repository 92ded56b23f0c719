import type { Probe } from "../../../agents/probe.js";
import type { MachineContext } from "../../engine/step.js";
import type { LearnedRun } from "../../learned.js";
import { runName } from "../agent/await-run.js";

/** What the steps are that look at a scanner after a run that may have changed what it leaves out. */
export const VERIFIES = {
  title: "Verifying the exclusions",
  savesFirst: true, // the exit code, before the slot that holds it is emptied
  changes: true,
  patient: true,
  judges: true,
  deadlineSeconds: 3600,
} as const;

/** Empties the run slot, and looks at the machine as it is then; `run` is undefined where nothing was started. */
export async function foundAfter(
  what: "leave-out" | "take-back",
  { job, remote, fence, probe }: Pick<MachineContext, "job" | "remote" | "fence" | "probe">,
): Promise<Readonly<{ run: LearnedRun | undefined; found: Probe }>> {
  const name = runName(what);
  const run = job.learned.runs?.[name];
  if (run) await (await remote()).clear({ job: job.name, name }, fence);
  return { run, found: await probe({ fresh: run !== undefined }) };
}
