import type { MachineStep } from "../../engine/step.js";
import type { RemovalRecipe } from "../../recipe-records.js";
import { runName } from "../agent/await-run.js";
import { holdsRun, launchRun } from "../agent/launch-run.js";

/** Starts what takes back the exclusions that jobs have added, by the machine's own record; those of others stay. */
export const takeBackFolders: MachineStep<RemovalRecipe> = {
  name: "take-back-folders",
  title: "Taking back the exclusions of the virus scanner",
  changes: true,
  deadlineSeconds: 3600,
  run: async (context) => {
    const { probe, platform } = context;
    const { added } = (await probe()).antivirus;
    const { takeBack } = platform().antivirus;
    const name = runName("take-back");
    if (!takeBack || (added.length === 0 && !(await holdsRun(context, name))))
      return { type: "done", message: "No job has added one", skipped: true };
    return launchRun(context, takeBack, name);
  },
};
