import { verdictOf } from "../../../agents/errors/exit-codes.js";
import { type LeftOvers, parseLeftOvers } from "../../../agents/linux/left-overs.js";
import leftOversScript from "../../../agents/linux/scripts/left-overs.sh";
import { FleetError } from "../../../core/errors.js";
import type { Step, StepContext } from "../../engine/step.js";
import type { LearnedRun } from "../../job.js";
import { runName } from "./await-run.js";
import { installDirOf } from "./find-agent.js";

/** Looks at the machine, whatever the uninstaller said: services, programs, version file, driver. Names what is left. Empties the run slot. */
export const verifyUninstall: Step = {
  name: "verify-uninstall",
  title: "Verifying the removal",
  savesFirst: true, // the exit code, before the slot that holds it is emptied
  changes: true,
  patient: true,
  deadlineSeconds: 3600,
  run: async (context) => {
    const { remote, job, fence, probe } = context;
    const name = runName("uninstall");
    const run = job.learned.runs?.[name];
    if (run) await (await remote()).clear({ job: job.name, name }, fence);
    const left = await lookForLeftOvers(context);
    if (run) await probe({ fresh: true }); // what is recorded is how the machine is now
    if (left.agent.length > 0) throw notRemoved(run, left);
    if (left.remains.length === 0)
      return { type: "done", message: "Nothing of the Mobility service is left on the machine", learned: { leftOvers: [] } };
    const message = `The Mobility service is removed. Left over: ${left.remains.join(", ")}`;
    return { type: "done", message, learned: { leftOvers: [...left.remains], warnings: [...(job.learned.warnings ?? []), message] } };
  },
};

async function lookForLeftOvers({ remote, job, signal }: StepContext): Promise<LeftOvers> {
  const { stdout } = await (await remote()).script(leftOversScript, { args: [installDirOf(job.learned)], signal });
  return parseLeftOvers(stdout);
}

/** The exit code says why, when it says anything; what is there counts. */
function notRemoved(run: LearnedRun | undefined, { agent }: LeftOvers): FleetError {
  const still = `Still there: ${agent.join(", ")}`;
  if (run?.lost) return new FleetError("UninstallFailed", `The uninstaller was interrupted: ${run.lost}. ${still}`);
  const verdict = run?.exitCode === undefined ? undefined : verdictOf(run.exitCode, { phase: "uninstall" });
  if (verdict?.verdict === "Failed") return new FleetError(verdict.code, `${verdict.message}. ${still}`, { ...verdict, retryable: false });
  if (!run) return new FleetError("AgentDamaged", `There is no version file of the Mobility service, but parts of it are on the machine. ${still}`);
  return new FleetError("UninstallIncomplete", `The uninstaller ended without an error, but the Mobility service is not gone. ${still}`);
}
