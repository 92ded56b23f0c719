import { DEFENDER } from "../../../agents/antivirus/products.js";
import type { MachineStep } from "../../engine/step.js";
import type { RemovalRecipe } from "../../recipe-records.js";
import { runName } from "../agent/await-run.js";

/** Looks what is left of the exclusions that jobs have added, and names it: the agent is gone all the same. Empties the run slot. */
export const verifyTakeBack: MachineStep<RemovalRecipe> = {
  name: "verify-take-back",
  title: "Verifying the exclusions",
  savesFirst: true, // the exit code, before the slot that holds it is emptied
  changes: true,
  patient: true,
  judges: true,
  deadlineSeconds: 3600,
  run: async ({ job, remote, fence, probe }) => {
    const name = runName("take-back");
    const run = job.learned.runs?.[name];
    if (run) await (await remote()).clear({ job: job.name, name }, fence);
    const { added } = (await probe({ fresh: run !== undefined })).antivirus;
    if (added.length === 0) return { type: "done", message: `${DEFENDER} leaves out nothing any more that a job has added` };
    const message = `Left over: ${DEFENDER} still leaves out ${added.join(", ")}, which a job has added (Remove-MpPreference -ExclusionPath takes it back)`;
    return { type: "done", message, learned: { warnings: [...(job.learned.warnings ?? []), message] } };
  },
};
