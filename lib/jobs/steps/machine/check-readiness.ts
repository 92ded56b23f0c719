import type { Problem, Purpose } from "../../../agents/readiness/readiness.js";
import { FleetError } from "../../../core/errors.js";
import { NotYet } from "../../../reach/not-yet.js";
import type { Step, StepContext } from "../../engine/step.js";

/** In looks: an update of the vendor takes minutes. */
const BUSY_LOOKS = 6;

/** Everything that would make the installer fail, at once. What passes by itself, such as the vendor's own update at work, is waited for. */
export const checkReadiness = (purpose: Purpose): Step => ({
  name: "check-readiness",
  title: "Checking the machine's readiness",
  changes: false,
  judges: true,
  deadlineSeconds: 2 * 3600,
  run: async (context) => {
    const { problems, warnings } = await readinessOf(context, purpose);
    const lasting = problems.filter(({ retryable }) => !retryable);
    if (lasting.length > 0) throw problemsError(lasting);
    const passing = problems[0];
    if (passing) throw new NotYet(BUSY_LOOKS * context.timing.pollSeconds, passing.message);
    const message = warnings.length === 0 ? "The machine is ready" : `The machine is ready. ${warnings.join(". ")}`;
    return { type: "done", message, learned: { warnings: [...(context.job.learned.warnings ?? []), ...warnings] } };
  },
});

export async function readinessOf({ probe, platform, fabric, clock, installers, job }: StepContext, purpose: Purpose) {
  const catalogue = purpose === "install" || purpose === "update" ? await installers.list(job.learned.osTag) : [];
  const installerBytes = Math.max(0, ...catalogue.map(({ sizeBytes }) => sizeBytes));
  const found = await probe({ fresh: job.attempts > 0 });
  return platform().readiness(found, { purpose, generation: (await fabric()).generation, installerBytes, now: clock.now() });
}

/** One error that holds all of them. */
export function problemsError(problems: readonly Problem[]): FleetError {
  const details = problems.map(({ code, message, ...more }) => new FleetError(code, message, more));
  const [first] = details;
  if (!first || details.length === 1) return first ?? new FleetError("Internal", "There is no problem to tell of");
  return new FleetError(first.code, `${details.length} things are in the way: ${problems.map(({ message }) => message).join(". ")}`, { details });
}
