import { DEFENDER } from "../../../agents/antivirus/products.js";
import { FleetError } from "../../../core/errors.js";
import type { MachineStep } from "../../engine/step.js";
import { foundAfter, VERIFIES } from "./after-run.js";

/** Looks at what the scanner leaves out now, whatever the run said. Empties the run slot. A refusal fails the job that is about nothing else, and warns in another. */
export const verifyExclusions = (refusal: "Fails" | "Warns"): MachineStep => ({
  name: "verify-exclusions",
  ...VERIFIES,
  run: async (context) => {
    const { job, platform } = context;
    const { run, found } = await foundAfter("leave-out", context);
    const { missing = [] } = found.antivirus;
    const warnings = [...(job.learned.warnings ?? [])];
    if (missing.length > 0) {
      const message = `${DEFENDER} did not take ${missing.join(", ")}${run?.lost === undefined ? "" : `: ${run.lost}`}`;
      if (refusal === "Fails") throw new FleetError("ExclusionRefused", message);
      return { type: "done", message, learned: { warnings: [...warnings, message] } };
    }
    if (run) return { type: "done", message: `${DEFENDER} leaves out the folders of the Mobility service` };
    const told = refusal === "Fails" ? platform().antivirus.warnings(found) : []; // a readiness check has told them
    return { type: "done", message: told.join(". ") || "There was nothing to set", learned: { warnings: [...warnings, ...told] }, skipped: true };
  },
});
