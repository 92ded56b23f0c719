import type { Session } from "../../reach/session.js";
import type { Job } from "../job.js";
import type { LearnedRun } from "../learned.js";
import { fenceToken } from "./lease.js";
import type { RunJobDeps } from "./run-deps.js";

/**
 * Takes the installer that ended last out of the machine's run slot, once its end is saved and while the machine is this job's own: its folder may hold
 * hundreds of megabytes. Whoever starts something there next does it where this is cut off.
 */
export async function emptySlot(deps: RunJobDeps, job: Job, session: Session): Promise<void> {
  const name = endedInstaller(job);
  const remote = name === undefined ? undefined : await session.opened();
  if (name === undefined || !remote) return;
  const fence = { installation: await deps.installation(), token: fenceToken(session.machine()?.value.lease?.token ?? 0, job) };
  await remote
    .clear({ job: job.name, name }, fence)
    .catch((error) => deps.log.info("the run slot of a machine is left as it is", { job: job.name, error }));
}

/** The steps that await other runs empty the slot themselves. */
function endedInstaller({ learned: { runs = {} } }: Job): string | undefined {
  const latest = Object.entries(runs).sort(([, a], [, b]) => (a.launchedAt < b.launchedAt ? 1 : -1))[0];
  return latest?.[0].startsWith("install ") && isOver(latest[1]) ? latest[0] : undefined;
}

const isOver = ({ exitCode, lost }: LearnedRun): boolean => exitCode !== undefined || lost !== undefined;
