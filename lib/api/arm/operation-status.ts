import { isFinal } from "../../jobs/job.js";
import type { FleetContext, VaultIds } from "../cmdlet/context.js";
import { armId } from "../ids/arm-id.js";
import { findJob } from "../jobs/find-job.js";
import type { ArmAnswer } from "./operation.js";

const CANCEL = "cancel-";

/** Where the progress of a cancellation is seen. Not at the job itself: that a job is Cancelled would read as if the call to cancel it had been. */
export const cancellationId = (vault: VaultIds, job: string): string => `${armId(vault, {})}/replicationOperationStatus/${CANCEL}${job}`;

/** How far a cancellation is: it has succeeded when the job has ended, in whatever way. */
export async function cancellationStatus(context: FleetContext, operationName: string): Promise<ArmAnswer | undefined> {
  if (!operationName.startsWith(CANCEL)) return undefined;
  const job = await findJob(context, operationName.slice(CANCEL.length), "operationName");
  const ended = isFinal(job);
  return {
    kind: "resource",
    pending: !ended,
    resource: {
      id: cancellationId(context.vault, job.name),
      name: `${CANCEL}${job.name}`,
      status: ended ? "Succeeded" : "InProgress",
      error: null,
      ...(ended && { endTime: job.endTime }),
    },
  };
}
