import { FleetError } from "../../../core/errors.js";
import type { MachineStep } from "../../engine/step.js";
import { runName } from "../agent/await-run.js";

const LOOKS = { looks: 5, everyMs: 1000 };

/** Looks whether the Azure VM agent is at work, whatever the package manager said. Empties the run slot. */
export const verifyVmAgent: MachineStep = {
  name: "verify-vm-agent",
  title: "Verifying the Azure VM agent",
  savesFirst: true, // the exit code, before the slot that holds it is emptied
  changes: true,
  patient: true,
  judges: true,
  deadlineSeconds: 3600,
  run: async ({ job, remote, fence, probe, platform, clock, signal, machine }) => {
    const name = runName("vm-agent");
    const run = job.learned.runs?.[name];
    if (run) await (await remote()).clear({ job: job.name, name }, fence);
    for (let look = 1; look <= LOOKS.looks; look++) {
      const { vmAgent } = await probe({ fresh: run !== undefined || look > 1 });
      if (vmAgent?.state === "Running") return { type: "done", message: "The Azure VM agent is at work" };
      if (!run) break;
      await clock.sleep(LOOKS.everyMs, signal);
    }
    const state = (await probe()).vmAgent?.state ?? "not known";
    const end =
      run === undefined
        ? ""
        : run.exitCode === undefined
          ? `; its installation was interrupted: ${run.lost}`
          : `; its installation ended with ${run.exitCode}`;
    const cure = platform().installVmAgent ? undefined : platform().words.vmAgentByHand;
    throw new FleetError(
      "VmAgentNotRunning",
      `The Azure VM agent of ${machine().friendlyName} is ${state.toLowerCase()}${end}`,
      cure === undefined ? {} : { recommendedAction: cure },
    );
  },
};
