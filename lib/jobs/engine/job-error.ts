import { type Advice, describeError } from "../../agents/errors/describe-error.js";
import { FleetError } from "../../core/errors.js";
import { foreignLine } from "../../core/foreign-text.js";
import type { JobError } from "../job.js";

/** `advice`: of the machine's platform, where the error is about a machine. */
type Told = Readonly<{ task: string; now: Date; advice?: Advice }>;

/** The error as the job shows it, with causes and advice; several when the error sums up several. */
export function jobErrors(error: FleetError, told: Told): readonly JobError[] {
  return (error.details.length > 0 ? error.details.slice(0, MOST_ERRORS) : [error]).map((one) => jobError(one, told));
}

function jobError(error: FleetError, { task, now, advice }: Told): JobError {
  const known = describeError(error.code, advice);
  const vendorCode = error.vendorCode ?? known.vendorCode;
  return {
    code: error.code,
    message: plainText(error.message),
    possibleCauses: plainText(error.possibleCauses ?? known.possibleCauses),
    recommendedAction: plainText(error.recommendedAction ?? known.recommendedAction),
    ...(vendorCode && { vendorCode }),
    task,
    time: now.toISOString(),
  };
}

const MOST_CHARACTERS = 1500;
const MOST_ERRORS = 20;

/** Text that may come from a machine, fit for a row and for a terminal: nothing in it is obeyed, and it is not too long. */
export const plainText = (text: string): string => foreignLine(text, MOST_CHARACTERS);

/** What was thrown, as a FleetError: an unknown error is our own fault, and its text stays in the log. */
export const asFleetError = (error: unknown): FleetError =>
  error instanceof FleetError
    ? error
    : new FleetError("Internal", "The step failed for a reason that the product did not expect; the log has it", { cause: error });
