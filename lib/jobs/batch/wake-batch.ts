import { carryOn } from "../control/carry-on.js";
import { type Job, waitsForRestart } from "../job.js";
import type { BatchStore, JobDeps } from "../ports.js";
import { hasGoneOn } from "./gone-on.js";
import { listMembers } from "./list-members.js";
import { NO_PROGRESS } from "./progress.js";

/** A batch that waits for nothing but restarts goes on, because a child of it does or has ended: without forgiving a failure, and without asking the other children. */
export const wakeBatch =
  (deps: JobDeps) =>
  async (name: string): Promise<void> => {
    await carryOn(deps)(name, (batch) => {
      if (!batch || !waitsForRestart(batch) || batch.cancelRequested) return "stays";
      const { halted: _itself, ...progress } = batch.learned.batch ?? NO_PROGRESS;
      return { batch: progress };
    });
  };

/** After a batch was saved as waiting for restarts: a child may have gone on, and looked for a batch that waits, just before. */
export async function wakeIfLate(deps: JobDeps & Readonly<{ batches: BatchStore }>, { name }: Pick<Job, "name">): Promise<void> {
  const children: string[] = [];
  for await (const { job } of listMembers(deps.batches, name, "Suspended")) if (job !== undefined) children.push(job);
  if ((await deps.jobs.findMany(children)).some(hasGoneOn)) await wakeBatch(deps)(name);
}
