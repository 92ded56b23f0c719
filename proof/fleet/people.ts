import { resumeJob } from "../../lib/jobs/control/resume-job.js";
import { waitsForRestart } from "../../lib/jobs/job.js";
import type { SimulatedFleet } from "./simulated-fleet.js";
import type { HostDeps, SimulatedHost } from "./simulated-host.js";

const TIMER_MS = 60_000;
const PERSON_MS = 20_000;

/** What goes on around the hosts: somebody asks, asks again when nothing came of it, and restarts machines that wait for that; a timer fires. */
export function people({ time, rows, boxes }: SimulatedFleet, start: (deps: HostDeps) => Promise<unknown>, host: () => SimulatedHost | undefined) {
  const before = rows.size;
  let asking = false;
  const ask = async () => {
    asking = true;
    await host()
      ?.does(start)
      .catch(() => undefined); // whoever is refused asks again, too
    asking = false;
  };
  const person = () => {
    if (!asking && rows.size === before) void ask();
    for (const job of rows.values()) {
      if (!waitsForRestart(job) || job.target.kind !== "machine") continue;
      boxes.get(job.target.name)?.restart();
      void host()?.does((deps) => resumeJob(deps)(job.name).catch(() => undefined));
    }
    time.after(PERSON_MS, person);
  };
  const timer = () => {
    void host()?.freeStaleJobs();
    time.after(TIMER_MS, timer);
  };
  time.after(0, person);
  time.after(TIMER_MS, timer);
  return { hasAsked: () => !asking && rows.size > before };
}
