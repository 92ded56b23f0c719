import type { ErrorCode, FleetError } from "../../core/errors.js";
import { isRetryable } from "../../core/errors.js";

type Backoff = Readonly<{ tries: number; first: number; most: number }>;

/** In units of the setting FLEET_RETRY_SECONDS. What is not named here and marked retryable gets `USUAL`. */
const USUAL: Backoff = { tries: 5, first: 1, most: 20 };
const BY_CODE: Partial<Record<ErrorCode, Backoff>> = {
  ConnectionLost: { tries: 8, first: 0.2, most: 8 },
  InstallerCorrupt: { tries: 2, first: 0.2, most: 1 },
  InstallerBusy: { tries: 5, first: 2, most: 20 },
  Fenced: { tries: 3, first: 1, most: 4 },
};

/** A machine that restarts is away for minutes: while something runs there, only the deadline of the step ends the waiting. */
const PATIENT: Backoff = { tries: Number.POSITIVE_INFINITY, first: 1, most: 4 };

type Tries = Readonly<{ attempts: number; unitSeconds: number; patient?: boolean }>;

/** Seconds until the step is tried again, or undefined when it is not: one policy, on the job, for every kind of error. */
export function retryAfterSeconds(error: FleetError, { attempts, unitSeconds, patient = false }: Tries): number | undefined {
  if (!isRetryable(error)) return undefined;
  const { tries, first, most } = patient ? PATIENT : (BY_CODE[error.code] ?? USUAL);
  return attempts + 1 >= tries ? undefined : Math.min(first * 2 ** attempts, most) * unitSeconds;
}
