import { shownParameters } from "../../audit/shown-parameters.js";
import { uuidv7 } from "../../core/ids.js";
import type { AnyCmdlet } from "../cmdlet/cmdlet.js";
import type { FleetContext } from "../cmdlet/context.js";
import type { Caller } from "./caller.js";

/** Is a call of this cmdlet put on record by itself? One that starts a job is told by the job's row, and one that only reads by nobody. */
export const isNoted = ({
  supportsShouldProcess,
  answers,
  changesJob,
}: Pick<AnyCmdlet, "supportsShouldProcess" | "answers" | "changesJob">): boolean =>
  supportsShouldProcess === true && (answers !== "job" || changesJob === true);

type Asked = Readonly<{ operation: string; parameters: Readonly<Record<string, unknown>> }>;

/** Puts a call on record, before it changes anything. */
export async function noteCall(
  { calls, clock }: Pick<FleetContext, "calls" | "clock">,
  caller: Caller,
  { operation, parameters }: Asked,
): Promise<void> {
  const now = clock.now();
  const { label, key, from, requestId } = caller;
  await calls.add({
    ...{ name: uuidv7(now), time: now.toISOString(), caller: label, operation, parameters: shownParameters(parameters), requestId },
    ...(key !== undefined && { key }),
    ...(from !== undefined && { from }),
  });
}
