import { FleetError } from "../../../core/errors.js";
import type { MachineStep } from "../../engine/step.js";

/** Finds the OS tag in the vendor's order; it chooses the installer. */
export const detectOperatingSystem: MachineStep = {
  name: "detect-os",
  title: "Detecting the operating system",
  changes: false,
  deadlineSeconds: 300,
  run: async ({ probe, platform }) => {
    const found = await probe();
    const os = platform().detectOs(found);
    if (!os.supported) throw new FleetError(os.reason === "Architecture" ? "UnsupportedArchitecture" : "UnsupportedOperatingSystem", os.message);
    return { type: "done", message: `${os.name} takes the installers of ${os.tag}`, learned: { osTag: os.tag } };
  },
};
