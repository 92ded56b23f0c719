import { rebootNeed } from "../../../agents/versions/reboot.js";
import { FleetError } from "../../../core/errors.js";
import { rebootStateOf } from "../../../fleet/machines/findings.js";
import type { MachineContext, MachineStep } from "../../engine/step.js";
import type { Learned } from "../../learned.js";
import type { PathRecipe } from "../../recipe-records.js";
import { runName } from "../agent/await-run.js";
import { launchRun } from "../agent/launch-run.js";
import { checkReadiness } from "./check-readiness.js";

/** The restart before a hop has the name of the version that it makes way for. */
const nameOf = ({ hop }: MachineContext<PathRecipe>): string => runName("restart", hop?.version);

/** Restarts a machine that waits for it, as one run in its slot: a crash or a second message restarts it no second time. Before a hop only when that is mandatory. */
export const restartMachine: MachineStep<PathRecipe> = {
  name: "restart-machine",
  title: "Restarting the machine",
  changes: true,
  savesFirst: true, // the need for it, which is gone afterwards
  deadlineSeconds: 3600,
  run: async (context) => {
    if (!(await isNeeded(context))) return { type: "done", message: "No restart is needed", skipped: true };
    return launchRun(context, context.platform().restart, nameOf(context));
  },
};

/** Before a hop: it would go more than four releases beyond the driver that is loaded. */
async function isNeeded({ job, hop, probe, machine }: MachineContext<PathRecipe>): Promise<boolean> {
  if (!hop) return (job.learned.reboot ?? "None") !== "None";
  const { driverVersionAtBoot } = rebootStateOf(await probe(), { machine: machine(), learned: job.learned });
  return rebootNeed({ driverVersionAtBoot, version: hop.version }) === "Mandatory";
}

const SERVICE_LOOKS = { looks: 30, everyMs: 2000 };

/** Looks whether the machine was restarted and the agent's services are back. Empties the run slot. */
export const verifyRestart: MachineStep<PathRecipe> = {
  name: "verify-restart",
  title: "Verifying the restart",
  savesFirst: true, // how the run ended, before the slot that knows it is emptied
  changes: true,
  patient: true,
  attemptSeconds: 120,
  judges: true,
  deadlineSeconds: 3600,
  run: async (context) => {
    const { job, hop, remote, fence, probe, clock, signal } = context;
    const name = nameOf(context);
    const run = job.learned.runs?.[name];
    if (!run) return { type: "done", message: "The machine was not restarted", skipped: true };
    await (await remote()).clear({ job: job.name, name }, fence);
    if (!wasRestarted(job.learned, name))
      throw new FleetError("RebootRequired", `The machine was told to restart and did not: the command ended with ${run.exitCode ?? run.lost}`);
    for (let look = 1; ; look++) {
      const { agent, driverLoaded } = await probe({ fresh: true });
      if (agent?.servicesRunning && driverLoaded) {
        if (hop) await checkReadiness("update").run(context); // another kernel may have come with the restart
        return { type: "done", message: DONE, learned: learnedOf(hop && agent.version) };
      }
      if (look === SERVICE_LOOKS.looks)
        throw new FleetError("ServicesNotRunning", "The machine was restarted, but the agent's services or its driver are not back");
      await clock.sleep(SERVICE_LOOKS.everyMs, signal);
    }
  },
};

const DONE = "The machine was restarted; the agent's services run";

/** `between`: the version of which the driver was loaded by a restart between two hops. */
const learnedOf = (between: string | undefined): Learned =>
  between === undefined ? { reboot: "None", rebootWarning: undefined, restarted: true } : { driverVersionAtBoot: between };

const wasRestarted = ({ runs }: Learned, name: string): boolean => runs?.[name]?.exitCode === undefined && runs?.[name]?.rebooted === true;
