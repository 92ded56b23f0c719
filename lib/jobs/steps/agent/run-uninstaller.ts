import type { MachineStep } from "../../engine/step.js";
import type { RemovalRecipe } from "../../recipe-records.js";
import { runName } from "./await-run.js";
import { installDirOf } from "./find-agent.js";
import { holdsRun, launchRun } from "./launch-run.js";

/** Starts the agent's own uninstaller, detached from this connection, unless there is no agent or the uninstaller runs. */
export const runUninstaller: MachineStep<RemovalRecipe> = {
  name: "run-uninstaller",
  title: "Starting the uninstaller",
  changes: true,
  deadlineSeconds: 3600,
  run: async (context) => {
    const { probe, platform } = context;
    const name = runName("uninstall");
    const { agent } = await probe();
    if (!agent && !(await holdsRun(context, name))) return { type: "done", message: "The Mobility service is not installed", skipped: true };
    return launchRun(context, platform().uninstall(installDirOf(context)), name);
  },
};
