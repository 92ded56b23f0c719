import { onHold } from "../../../agents/path/path-blockers.js";
import type { Probe } from "../../../agents/probe.js";
import { rebootNeed } from "../../../agents/versions/reboot.js";
import { FleetError } from "../../../core/errors.js";
import { withoutHeld } from "../../../fleet/installers/version-hold.js";
import { findingsOf, rebootStateOf } from "../../../fleet/machines/findings.js";
import type { MachineContext, MachineStep } from "../../engine/step.js";
import type { PathRecipe } from "../../recipe-records.js";
import { hopOf } from "../agent/stage-installer.js";
import { checkReadiness } from "./check-readiness.js";

/** Before a hop that would go more than four releases beyond the driver that is loaded: the job is suspended until somebody has restarted the machine. */
export const checkDriver: MachineStep<PathRecipe> = {
  name: "check-driver",
  title: "Checking whether a restart is due first",
  changes: false,
  judges: true,
  deadlineSeconds: 3600,
  run: async (context) => {
    const { job, probe, machine, clock } = context;
    const { version } = hopOf(context);
    const found = await probe();
    const before = job.learned.bootIdBefore;
    if (before !== undefined && found.bootId !== undefined && found.bootId !== before) {
      await checkStillRight(context, found);
      const learned = { ...(found.agent?.version && { driverVersionAtBoot: found.agent.version }) };
      return { type: "done", message: "The machine was restarted meanwhile", learned };
    }
    const { driverVersionAtBoot } = rebootStateOf(found, { machine: machine(), learned: job.learned });
    if (rebootNeed({ driverVersionAtBoot, version }) !== "Mandatory")
      return { type: "done", message: `No restart is due before ${version}`, skipped: true };
    const findings = findingsOf(found, { machine: machine(), learned: job.learned, now: clock.now() });
    return {
      type: "suspend",
      error: new FleetError(
        "WaitingForRestart",
        `${machine().friendlyName} has ${found.agent?.version} and the driver of ${driverVersionAtBoot} loaded; a restart is mandatory before ${version}, which is more than four releases newer`,
      ),
      learned: { findings, ...(found.bootId && { bootIdBefore: found.bootId }) },
    };
  },
};

/** Days may have passed: the agent may be gone, the version on hold, and another kernel may have come with the restart. */
async function checkStillRight(context: MachineContext<PathRecipe>, found: Probe): Promise<void> {
  const { machine, installers, job } = context;
  const { version } = hopOf(context);
  if (found.agent?.version === undefined)
    throw new FleetError(
      "AgentNotInstalled",
      `The Mobility service of ${machine().friendlyName} is gone, so there is nothing to bring to ${version}`,
    );
  const [held] = withoutHeld([version], await installers.listHolds(), job.learned.osTag ?? "").held;
  if (held) {
    const { code, message, recommendedAction } = onHold(held);
    throw new FleetError(code, message, { recommendedAction });
  }
  await checkReadiness("update").run(context);
}
