import type { Clock } from "../core/clock.js";
import { hasCode } from "../core/errors.js";
import type { Machine } from "../fleet/machines/machine.js";
import { waitsForRestart } from "./job.js";
import type { JobQueue, JobStore } from "./ports.js";
import { resumeJob } from "./resume-job.js";

type Deps = Readonly<{ jobs: JobStore; queue: JobQueue; clock: Clock }>;

/** Lets a job go on that waits for the restart of its machine, when a look found that restarted. `before`, `after`: the machine's row around the look. */
export async function resumeRestarted(deps: Deps, before: Machine, after: Machine): Promise<void> {
  const [was, is] = [before.agent?.bootId, after.agent?.bootId];
  if (was === undefined || is === undefined || was === is) return;
  const { items } = await deps.jobs.listOfMachine(after, { size: 5 });
  const waiting = items.find((job) => waitsForRestart(job) && !job.cancelRequested);
  if (!waiting) return;
  await resumeJob(deps)(waiting.name).catch((error) => {
    if (!hasCode(error, "Conflict")) throw error; // somebody resumed it at that moment
  });
}
