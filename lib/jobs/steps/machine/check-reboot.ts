import { rebootStateOf } from "../../../fleet/machines/findings.js";
import type { MachineStep } from "../../engine/step.js";
import type { PathRecipe } from "../../recipe-records.js";

/** Says whether a restart is recommended or mandatory; the product never restarts a machine by itself. */
export const checkReboot: MachineStep<PathRecipe> = {
  name: "check-reboot",
  title: "Checking whether a restart is needed",
  changes: false,
  judges: true,
  deadlineSeconds: 300,
  run: async ({ job, probe, machine }) => {
    const found = await probe();
    const version = found.agent?.version;
    if (version === undefined) return { type: "done", message: "The Mobility service is not installed", skipped: true };
    const { need, driverVersionAtBoot } = rebootStateOf(found, { machine: machine(), learned: job.learned });
    const learned = { reboot: need };
    if (need === "None") return { type: "done", message: "No restart is needed", learned };
    const message =
      need === "Mandatory"
        ? `A restart is mandatory: the driver of ${driverVersionAtBoot} is loaded, more than four releases behind ${version}`
        : `A restart is recommended: until then the driver of ${driverVersionAtBoot} stays loaded`;
    return { type: "done", message, learned: { ...learned, rebootWarning: message } };
  },
};
