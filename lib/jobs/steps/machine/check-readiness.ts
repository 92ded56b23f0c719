import { versionsOf } from "../../../agents/path/plan-path.js";
import type { Probe } from "../../../agents/probe.js";
import type { Problem, Purpose } from "../../../agents/readiness/readiness.js";
import { FleetError } from "../../../core/errors.js";
import { traitsOf } from "../../../fleet/machines/findings.js";
import { NotYet } from "../../../reach/not-yet.js";
import type { MachineContext, MachineStep } from "../../engine/step.js";
import { planFrom } from "../agent/plan-path.js";

/** In looks: an update of the vendor takes minutes. */
const BUSY_LOOKS = 6;

/** Everything that would make the installer fail, at once. What passes by itself, such as the vendor's own update at work, is waited for. */
export const checkReadiness = (purpose: Purpose): MachineStep => ({
  name: "check-readiness",
  title: "Checking the machine's readiness",
  changes: false,
  judges: true,
  deadlineSeconds: 2 * 3600,
  run: async (context) => {
    const { problems, unknown, warnings } = await readinessOf(context, purpose);
    const lasting = problems.filter(({ retryable }) => !retryable);
    if (lasting.length > 0) throw problemsError(lasting);
    const passing = problems[0];
    if (passing) throw new NotYet(BUSY_LOOKS * context.timing.pollSeconds, passing.message);
    const notes = [...unknown, ...warnings];
    const message = [unknown.length === 0 ? "The machine is ready" : "Nothing that is known is in the way", ...notes].join(". ");
    return { type: "done", message, learned: { warnings: [...(context.job.learned.warnings ?? []), ...notes] } };
  },
});

/** What the machine's platform says of it, with what the catalogue has for it. */
export async function readinessOf(context: MachineContext, purpose: Purpose) {
  const { probe, platform, fabric, clock, installers, job } = context;
  const { osTag } = job.learned;
  const installs = purpose === "install" || purpose === "update";
  const catalogue = installs ? await installers.list(osTag) : [];
  const installerBytes = Math.max(0, ...catalogue.map(({ sizeBytes }) => sizeBytes));
  const found = await probe({ fresh: job.attempts > 0 });
  const kernels =
    installs && osTag !== undefined ? { versions: await versionsToCome(context, found), kernelLists: await installers.listKernels(osTag) } : {};
  return platform().readiness(found, { purpose, generation: (await fabric()).generation, installerBytes, now: clock.now(), ...kernels });
}

/** The versions that this job is going to install; a test looks at what an update would install, or at the installed one. */
async function versionsToCome(context: MachineContext, found: Probe): Promise<readonly string[]> {
  const { recipe, input } = context.job;
  const installed = found.agent?.version;
  const isTest = recipe === "test";
  const target = "targetVersion" in input ? input.targetVersion : undefined;
  if (installed !== undefined && target === undefined && recipe !== "update" && !isTest) return []; // an installation leaves an agent as it is
  const path = versionsOf((await planFrom(context, installed, traitsOf(found))).hops);
  return path.length === 0 && isTest && installed !== undefined ? [installed] : path;
}

/** One error that holds all of them. */
export function problemsError(problems: readonly Problem[]): FleetError {
  const details = problems.map(({ code, message, ...more }) => new FleetError(code, message, more));
  const [first] = details;
  if (!first || details.length === 1) return first ?? new FleetError("Internal", "There is no problem to tell of");
  return new FleetError(first.code, `${details.length} things are in the way: ${problems.map(({ message }) => message).join(". ")}`, { details });
}
