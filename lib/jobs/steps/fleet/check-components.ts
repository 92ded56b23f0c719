import { componentsOf, componentsRefusal } from "../../../fleet/fabrics/components.js";
import type { MachineStep } from "../../engine/step.js";
import type { PathRecipe } from "../../recipe-records.js";

/** Servers first, agents last: refuses while a component of the fabric is older than the version that is asked for, or a process server is silent. */
export const checkComponents: MachineStep<PathRecipe> = {
  name: "check-components",
  title: "Checking the servers of the fabric",
  changes: false,
  deadlineSeconds: 300,
  run: async ({ job, fabric: readFabric, clock }) => {
    const fabric = await readFabric();
    const refusal = componentsRefusal(fabric, job.input.targetVersion, job.parent === undefined ? clock.now() : undefined); // a batch was checked when it was started
    if (refusal) throw refusal;
    const target = job.input.targetVersion ?? fabric.serverVersion;
    if (componentsOf(fabric).length === 0) {
      return {
        type: "done",
        message: `No server versions are known of fabric ${fabric.friendlyName}; the version is limited by the installers alone`,
        skipped: true,
      };
    }
    if (!target) return { type: "done", message: `The version is limited by the oldest server of fabric ${fabric.friendlyName} that is known` };
    return { type: "done", message: `All servers of fabric ${fabric.friendlyName} have version ${target} or a newer one` };
  },
};
