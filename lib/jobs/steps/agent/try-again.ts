import { FleetError } from "../../../core/errors.js";
import { retryAfterSeconds } from "../../engine/retry-policy.js";
import type { MachineContext, StepOutcome } from "../../engine/step.js";

/** Starts the run of that name once more after a while, when its exit code may be another one then and it was not tried too often; else the error stands. */
export function tryAgain({ job, timing }: Pick<MachineContext, "job" | "timing">, name: string, error: FleetError): StepOutcome {
  const run = job.learned.runs?.[name];
  const attempts = run?.failedBefore ?? 0;
  const seconds = retryAfterSeconds(error, { attempts, unitSeconds: timing.retrySeconds });
  if (seconds === undefined || run === undefined) throw standing(error, attempts);
  const { launchedAt } = run;
  return { type: "again", seconds, error, learned: { runs: { ...job.learned.runs, [name]: { launchedAt, failedBefore: attempts + 1 } } } };
}

/** Not tried again by the step either. */
function standing(error: FleetError, attempts: number): FleetError {
  const { code, message, possibleCauses, recommendedAction, vendorCode, details } = error;
  const told = attempts > 0 ? `${message} It was tried ${attempts + 1} times` : message;
  return new FleetError(code, told, {
    details,
    ...(possibleCauses !== undefined && { possibleCauses }),
    ...(recommendedAction !== undefined && { recommendedAction }),
    ...(vendorCode !== undefined && { vendorCode }),
  });
}
