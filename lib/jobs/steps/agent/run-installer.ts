import { isOfGeneration } from "../../../agents/generation.js";
import type { Probe } from "../../../agents/probe.js";
import { compareVersions, isAtVersion } from "../../../agents/versions/version.js";
import { FleetError } from "../../../core/errors.js";
import { NotYet } from "../../../reach/not-yet.js";
import { readAgentNow } from "../../../reach/read-probe.js";
import type { MachineContext, MachineStep } from "../../engine/step.js";
import type { Job } from "../../job.js";
import type { PathRecipe } from "../../recipe-records.js";
import { runName } from "./await-run.js";
import { holdsRun, launchRun } from "./launch-run.js";
import { hopOf, stagedFile } from "./stage-installer.js";

/** Starts the installer, detached from this connection, unless the machine has the version already or the installer runs. */
export const runInstaller: MachineStep<PathRecipe> = {
  name: "run-installer",
  title: "Starting the installer",
  changes: true,
  attemptSeconds: 150, // the digest is looked at once more, and the file fetched again when it is gone
  deadlineSeconds: 3 * 3600,
  run: async (context) => {
    const { fabric, remote, job, platform, content, fence, timing, signal } = context;
    const hop = hopOf(context);
    const name = runName("install", hop.version);
    const { agent, processes } = wasCopied(job) ? await lookAgain(context) : await context.probe();
    if (processes.vendorUpdate !== undefined)
      // it may have begun while the installer was copied; what it leaves is looked at then
      throw new NotYet(timing.pollSeconds, `Waits until the vendor's own update on the machine has ended: ${processes.vendorUpdate}`);
    const arrived = agent?.version !== undefined && isAtVersion(agent.version, hop.version);
    if (arrived && !job.learned.runs?.[name] && !(await holdsRun(context, name))) {
      return { type: "done", message: `The machine has version ${agent.version} already`, skipped: true };
    }
    if (!arrived && agent?.version !== undefined && compareVersions(agent.version, hop.version) > 0) throw newerMeanwhile(agent.version, hop.version);
    const file = stagedFile(content, hop);
    const fetch = async () => {
      const staged = await (await remote()).stage(file, { fence, budgetMs: timing.uploadSliceMs, signal });
      if (!staged.ready)
        throw new FleetError("InstallerRemoved", `${hop.fileName} vanished from the machine after it was copied`, { retryable: true });
    };
    const { generation } = await fabric();
    // What the first installer on the way has migrated is upgraded by the next.
    const migrates = job.learned.migrates === true && !isOfGeneration(agent?.csType, generation);
    const run = platform().install({ generation, sha256: hop.sha256, installed: agent?.version !== undefined, migrates });
    return launchRun(context, { ...run, cached: file, fetch }, name);
  },
};

/** The whole machine is looked at once more only when its agent is not what it was, or something is about to change it. */
async function lookAgain({ probe, platform, remote, signal }: MachineContext<PathRecipe>): Promise<Probe> {
  const before = await probe();
  const now = await readAgentNow(await remote(), platform(), signal);
  return now.version === before.agent?.version && now.processes.vendorUpdate === undefined ? before : probe({ fresh: true });
}

/** Somebody may have been at work on the machine while the installer was copied. */
const wasCopied = ({ tasks, step }: Job): boolean => tasks[step - 1]?.stateDescription === "Completed";

const newerMeanwhile = (found: string, wanted: string): FleetError =>
  new FleetError("DowngradeRefused", `Somebody installed ${found} on the machine after the way to ${wanted} was planned; an update never goes back`, {
    possibleCauses: "The agent was updated by hand or by the vendor's own update while this job was at work.",
    recommendedAction: "Nothing, when the newer version is right: the inventory has it.",
  });
