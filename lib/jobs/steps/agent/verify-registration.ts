import { FleetError } from "../../../core/errors.js";
import type { MachineStep } from "../../engine/step.js";
import { RECIPE_FACTS } from "../../recipe-facts.js";
import { runName } from "./await-run.js";
import { refuseOtherGeneration } from "./refuse-other-generation.js";
import { isRegistered } from "./register-agent.js";
import { tryAgain } from "./try-again.js";

/** Looks whether the agent says that it is configured; empties the run slot. */
export const verifyRegistration: MachineStep = {
  name: "verify-registration",
  title: "Verifying the registration",
  savesFirst: true, // the exit code, before the slot that holds it is emptied
  changes: true,
  patient: true,
  judges: true,
  deadlineSeconds: 3600,
  run: async (context) => {
    const { remote, probe, platform, fabric, job, fence } = context;
    const name = runName("register");
    const run = job.learned.runs?.[name];
    const migrates = "migrates" in job.learned && job.learned.migrates === true;
    if (run) await (await remote()).clear({ job: job.name, name }, fence);
    const { agent } = await probe({ fresh: true });
    if (run?.exitCode !== undefined) {
      const verdict = platform().verdictOf(run.exitCode, { phase: "register" });
      if (verdict.verdict === "Failed") return tryAgain(context, name, new FleetError(verdict.code, verdict.message, verdict));
    }
    if (run?.lost && (RECIPE_FACTS[job.recipe].registers === "Anew" || migrates))
      throw new FleetError("RegistrationFailed", `The configurator was interrupted: ${run.lost}. Whether the agent is registered anew is not known`);
    if (!agent || !isRegistered(agent, await fabric())) {
      throw new FleetError(
        "RegistrationFailed",
        `${run === undefined ? "The agent was registered" : `The configurator ended${run.lost ? `: ${run.lost}` : ` with ${run.exitCode}`}`}, but the agent does not say that it is registered`,
      );
    }
    if (migrates) await refuseOtherGeneration(context, agent);
    return { type: "done", message: "The agent is registered" };
  },
};
