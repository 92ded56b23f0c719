import { FleetError } from "../../core/errors.js";
import { componentsOf, componentsOlderThan } from "../../fleet/components.js";
import type { Step } from "../step.js";

/** Servers first, agents last: refuses while a component of the fabric is older than the version that is asked for. */
export const checkComponents: Step = {
  name: "check-components",
  title: "Checking the servers of the fabric",
  changes: false,
  deadlineSeconds: 300,
  run: async ({ job, fabric: readFabric }) => {
    const fabric = await readFabric();
    const target = job.input.targetVersion ?? fabric.serverVersion;
    if (!target && componentsOf(fabric).length > 0) {
      return { type: "done", message: `The version is limited by the oldest server of fabric ${fabric.friendlyName} that is known` };
    }
    if (!target || componentsOf(fabric).length === 0) {
      return {
        type: "done",
        message: `No server versions are known of fabric ${fabric.friendlyName}; the version is limited by the installers alone`,
        skipped: true,
      };
    }
    const outdated = componentsOlderThan(fabric, target);
    if (outdated.length === 0) return { type: "done", message: `All servers of fabric ${fabric.friendlyName} have version ${target} or a newer one` };
    const order = outdated.map(({ role, friendlyName, version }, i) => `${i + 1}. ${role} ${friendlyName} (${version})`).join(", ");
    throw new FleetError(
      "ComponentsOutdated",
      `The Mobility service may not become newer than its servers. Update these to ${target} first, in this order: ${order}`,
      {
        target: fabric.friendlyName,
      },
    );
  },
};
