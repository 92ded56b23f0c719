import { identityOf } from "../../../fleet/machines/machine-identity.js";
import type { Step } from "../../engine/step.js";

/** Logs in, becomes root, and makes sure that the machine is the one that the inventory means. */
export const openMachine: Step = {
  name: "open-machine",
  title: "Connecting to the machine",
  changes: false,
  deadlineSeconds: 3600,
  run: async ({ job, machine, probe }) => {
    const identity = identityOf(await probe(), machine(), { acceptsName: job.input.acceptHostNameChange === true });
    return { type: "done", message: `Logged in to ${(await probe()).hostName} as root`, learned: { identity } };
  },
};
