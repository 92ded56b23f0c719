import { installArguments } from "../../agents/commands.js";
import installAgent from "../../agents/scripts/install-agent.sh";
import { isAtVersion } from "../../agents/version.js";
import { FleetError } from "../../core/errors.js";
import type { Step } from "../step.js";
import { runName } from "./await-run.js";
import { holdsRun, launchRun } from "./launch-run.js";
import { hopOf } from "./stage-installer.js";

/** Starts the installer, detached from this connection, unless the machine has the version already or the installer runs. */
export const runInstaller: Step = {
  name: "run-installer",
  title: "Starting the installer",
  changes: true,
  attemptSeconds: 150, // the digest is looked at once more
  deadlineSeconds: 3 * 3600,
  run: async (context) => {
    const { fabric, probe, remote, job, content, fence, timing, signal } = context;
    const hop = hopOf(context);
    const name = runName("install", hop.version);
    const { agent } = await probe();
    const arrived = agent?.version !== undefined && isAtVersion(agent.version, hop.version);
    if (arrived && !job.learned.runs?.[name] && !(await holdsRun(context, name))) {
      return { type: "done", message: `The machine has version ${agent.version} already`, skipped: true };
    }
    const file = {
      sha256: hop.sha256,
      sizeBytes: hop.sizeBytes,
      open: (offset: number, length?: number) => content.open(hop.sha256, offset, length),
    };
    const staged = await (await remote()).stage(file, { fence, budgetMs: timing.uploadSliceMs, signal });
    if (!staged.ready) throw new FleetError("InstallerCorrupt", `${hop.fileName} vanished from the machine after it was copied`, { retryable: true });
    const args = installArguments({ generation: (await fabric()).generation, installed: agent?.version !== undefined });
    return launchRun(context, { script: installAgent, args: [staged.path, ...args] }, name);
  },
};
