import { withFindings } from "../../fleet/machines/findings.js";
import type { Machine } from "../../fleet/machines/machine.js";
import { type Job, waitsForRestart } from "../job.js";
import { RECIPE_FACTS } from "../recipe-facts.js";

/** The machine's row after the job: what was found of it, and no protected item any more when that was what the job was for. */
export function machineAfter(job: Job, machine: Machine): Machine {
  const { protectedItem, waitingJob, lastFailure: _before, ...rest } = withFindings(machine, job.learned.findings);
  const waiting = waitsForRestart(job) ? job.name : waitingJob === job.name ? undefined : waitingJob;
  const keepsItem = protectedItem !== undefined && !(job.state === "Succeeded" && job.learned.unprotected);
  const failuresInARow = failuresAfter(job, machine);
  const lastFailure = job.state === "Failed" && failuresInARow > machine.failuresInARow ? job.errors.at(-1)?.code : machine.lastFailure;
  return {
    ...rest,
    ...(keepsItem && { protectedItem }),
    ...(waiting !== undefined && { waitingJob: waiting }),
    failuresInARow,
    ...(failuresInARow > 0 && lastFailure !== undefined && { lastFailure }),
  };
}

/** A machine that was changed with success is no risk any more; one that was only looked at is as much of one as before. */
function failuresAfter(job: Job, { failuresInARow }: Machine): number {
  if (!RECIPE_FACTS[job.recipe].changesMachine) return failuresInARow;
  if (job.state === "Succeeded") return 0;
  return failuresInARow + (job.state === "Failed" ? 1 : 0);
}
