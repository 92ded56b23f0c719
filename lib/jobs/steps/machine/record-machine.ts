import type { MachineStep } from "../../engine/step.js";

/** A machine that an administrator named is in the inventory; it is contacted by the first job that acts on it. */
export const recordMachine: MachineStep = {
  name: "record-machine",
  title: "Recording the machine",
  changes: false,
  deadlineSeconds: 300,
  run: async ({ machine }) => {
    const { friendlyName, address, port } = machine();
    return { type: "done", message: `${friendlyName} (${address}, port ${port}) is in the inventory; it was not contacted` };
  },
};
