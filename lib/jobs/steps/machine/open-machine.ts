import { identityOf } from "../../../fleet/machines/machine-identity.js";
import type { MachineStep } from "../../engine/step.js";

/** Logs in as one who may act there, and makes sure that the machine is the one that the inventory means. */
export const openMachine: MachineStep = {
  name: "open-machine",
  title: "Connecting to the machine",
  changes: false,
  deadlineSeconds: 3600,
  run: async ({ job, machine, probe, platform }) => {
    const identity = identityOf(await probe(), machine(), { acceptsName: job.input.acceptHostNameChange === true });
    return { type: "done", message: `Logged in to ${(await probe()).hostName} as ${platform().words.actsAs}`, learned: { identity } };
  },
};
