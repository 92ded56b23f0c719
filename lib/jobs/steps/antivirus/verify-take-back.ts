import { DEFENDER } from "../../../agents/antivirus/products.js";
import type { MachineStep } from "../../engine/step.js";
import type { RemovalRecipe } from "../../recipe-records.js";
import { foundAfter, VERIFIES } from "./after-run.js";

/** Looks what is left of the exclusions that jobs have added, and names it: the agent is gone all the same. Empties the run slot. */
export const verifyTakeBack: MachineStep<RemovalRecipe> = {
  name: "verify-take-back",
  ...VERIFIES,
  run: async (context) => {
    const { added } = (await foundAfter("take-back", context)).found.antivirus;
    if (added.length === 0) return { type: "done", message: `${DEFENDER} leaves out nothing any more that a job has added` };
    const message = `Left over: ${DEFENDER} still leaves out ${added.join(", ")}, which a job has added (Remove-MpPreference -ExclusionPath takes it back)`;
    return { type: "done", message, learned: { warnings: [...(context.job.learned.warnings ?? []), message] } };
  },
};
