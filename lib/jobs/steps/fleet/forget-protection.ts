import type { MachineStep } from "../../engine/step.js";
import type { RemovalRecipe } from "../../recipe-records.js";

/** The machine is no replication protected item any more once the job has succeeded: its row says so with the write that gives it back. */
export const forgetProtection: MachineStep<RemovalRecipe> = {
  name: "forget-protection",
  title: "Removing the replication protected item",
  changes: false,
  deadlineSeconds: 300,
  run: async ({ machine, job }) => {
    const { protectedItem, friendlyName } = machine();
    if (protectedItem === undefined) return { type: "done", message: `${friendlyName} is no replication protected item`, skipped: true };
    const message = job.input.force
      ? `${friendlyName} is no longer listed as "${protectedItem}"; the machine itself was not touched`
      : `${friendlyName} is no longer listed as "${protectedItem}"`;
    return { type: "done", message, learned: { unprotected: true } };
  },
};
