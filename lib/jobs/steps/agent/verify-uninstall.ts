import type { LeftOvers } from "../../../agents/left-overs.js";
import type { KnownPlatform } from "../../../agents/platform-of.js";
import { FleetError } from "../../../core/errors.js";
import { ask } from "../../../reach/read-probe.js";
import type { MachineStep } from "../../engine/step.js";
import type { LearnedRun } from "../../learned.js";
import type { RemovalRecipe } from "../../recipe-records.js";
import { runName } from "./await-run.js";
import { installDirOf } from "./find-agent.js";
import { tryAgain } from "./try-again.js";

/** Looks at the machine, whatever the uninstaller said: services, programs, version file, driver. Names what is left. Empties the run slot. */
export const verifyUninstall: MachineStep<RemovalRecipe> = {
  name: "verify-uninstall",
  title: "Verifying the removal",
  savesFirst: true, // the exit code, before the slot that holds it is emptied
  changes: true,
  patient: true,
  judges: true,
  deadlineSeconds: 3600,
  run: async (context) => {
    const { remote, job, fence, probe, platform, signal } = context;
    const name = runName("uninstall");
    const run = job.learned.runs?.[name];
    if (run) await (await remote()).clear({ job: job.name, name }, fence);
    const left = await ask(await remote(), platform().leftOvers(installDirOf(context)), signal);
    if (run) await probe({ fresh: true }); // what is recorded is how the machine is now
    if (left.agent.length > 0) return tryAgain(context, name, notRemoved(platform(), run, left));
    if (left.remains.length === 0) return { type: "done", message: "Nothing of the Mobility service is left on the machine" };
    const message = `The Mobility service is removed. Left over: ${left.remains.join(", ")}`;
    return { type: "done", message, learned: { warnings: [...(job.learned.warnings ?? []), message] } };
  },
};

/** The exit code says why, when it says anything; what is there counts. */
function notRemoved({ verdictOf }: KnownPlatform, run: LearnedRun | undefined, { agent }: LeftOvers): FleetError {
  const still = `Still there: ${agent.join(", ")}`;
  if (run?.lost) return new FleetError("UninstallFailed", `The uninstaller was interrupted: ${run.lost}. ${still}`);
  const verdict = run?.exitCode === undefined ? undefined : verdictOf(run.exitCode, { phase: "uninstall" });
  if (verdict?.verdict === "Failed") return new FleetError(verdict.code, `${verdict.message}. ${still}`, verdict);
  if (!run) return new FleetError("AgentDamaged", `There is no version file of the Mobility service, but parts of it are on the machine. ${still}`);
  return new FleetError("UninstallIncomplete", `The uninstaller ended without an error, but the Mobility service is not gone. ${still}`);
}
