import { z } from "zod";
import { NO_PROGRESS } from "../../jobs/batch/progress.js";
import type { Job } from "../../jobs/job.js";
import { fill, maybeText, maybeTime, output } from "./output.js";
import { shownLimit } from "./plans/fleet-plan.js";

/** What a job shows of its batch, when it is one. */
export const FleetBatchDetails = output("ASRJobFleetBatchDetails", "How far a batch is. Every machine is counted in one of the states.", {
  Total: z.number().int(),
  Waiting: z.number().int(),
  Running: z.number().int(),
  Succeeded: z.number().int(),
  Failed: z.number().int(),
  Suspended: z.number().int(),
  AwaitingRestart: z.number().int().meta({ description: "Of the suspended: machines that wait for a restart, which count as no failure" }),
  Cancelled: z.number().int(),
  Skipped: z.number().int(),
  MaxConcurrency: z.number().int(),
  MaxFailures: maybeText,
  Order: z.enum(["Given", "Risk"]),
  PlanId: maybeText,
  NotBefore: maybeTime.meta({ description: "No machine is begun before" }),
  NotAfter: maybeTime.meta({ description: "No machine is begun after" }),
  MissedWindow: z.number().int().meta({ description: "Of the cancelled and the skipped: machines that were not begun before NotAfter" }),
});

/** The same of this job; undefined when it is no batch. */
export function batchDetails({ input: { batch }, learned }: Job) {
  if (!batch) return undefined;
  const {
    total,
    waiting,
    running,
    succeeded,
    failed,
    suspended,
    awaitingRestart = 0,
    cancelled,
    skipped,
    missedWindow = 0,
  } = learned.batch ?? NO_PROGRESS;
  return fill(FleetBatchDetails, {
    ...{ Total: total, Waiting: waiting, Running: running, Succeeded: succeeded, Failed: failed },
    ...{ Suspended: suspended, AwaitingRestart: awaitingRestart, Cancelled: cancelled, Skipped: skipped },
    MaxConcurrency: batch.maxConcurrency,
    MaxFailures: shownLimit(batch.maxFailures),
    Order: batch.order,
    PlanId: batch.planId,
    ...{ NotBefore: batch.notBefore, NotAfter: batch.notAfter, MissedWindow: missedWindow },
  });
}
