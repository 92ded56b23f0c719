import { DEFENDER } from "../../../agents/antivirus/products.js";
import type { MachineStep } from "../../engine/step.js";
import { runName } from "../agent/await-run.js";
import { holdsRun, launchRun } from "../agent/launch-run.js";

/** Starts what lets the machine's virus scanner leave out the folders that it does not leave out yet; where it is none that jobs change, nothing is started. */
export const leaveOutFolders: MachineStep = {
  name: "leave-out-folders",
  title: "Setting the exclusions of the virus scanner",
  changes: true,
  deadlineSeconds: 3600,
  run: async (context) => {
    const { probe, platform } = context;
    const { antivirus } = await probe();
    const { missing = [], products } = antivirus;
    const { leaveOut } = platform().antivirus;
    const name = runName("leave-out");
    if (leaveOut && (missing.length > 0 || (await holdsRun(context, name)))) return launchRun(context, leaveOut(missing), name);
    const found = products.length === 0 ? "No virus scanner that is known was found" : `Nothing is changed for ${products.join(", ")}`;
    const message = antivirus.missing ? `${DEFENDER} leaves out the folders of the Mobility service already` : found;
    return { type: "done", message, skipped: true };
  },
};
