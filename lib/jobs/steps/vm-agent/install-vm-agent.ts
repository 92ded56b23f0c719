import { FleetError } from "../../../core/errors.js";
import type { MachineStep } from "../../engine/step.js";
import { runName } from "../agent/await-run.js";
import { holdsRun, launchRun } from "../agent/launch-run.js";

/** Looks whether the Azure VM agent is at work, which later failovers bring by themselves; else starts its installation from the distribution's packages. */
export const installVmAgent: MachineStep = {
  name: "install-vm-agent",
  title: "Installing the Azure VM agent",
  changes: true,
  deadlineSeconds: 3600,
  run: async (context) => {
    const { job, machine, probe, platform } = context;
    const { vmAgent, onAzure } = await probe();
    const name = runName("vm-agent");
    const { friendlyName, failover } = machine();
    if (!onAzure && failover === undefined) throw notFailedOver(friendlyName);
    if (vmAgent?.state === "Running" && !(await holdsRun(context, name)))
      return { type: "done", message: "The Azure VM agent is at work already", skipped: true };
    const script = platform().installVmAgent?.(job.learned.osTag ?? "");
    return script ? launchRun(context, script, name) : { type: "done", message: "No job installs it on this system", skipped: true };
  },
};

const notFailedOver = (friendlyName: string): FleetError =>
  new FleetError("NotFailedOver", `${friendlyName} is not in Azure, by its asset tag, and is not marked as failed over; nothing was changed`);
