import { LRUCache } from "lru-cache";
import type { Clock } from "../../core/clock.js";
import type { Job } from "../job.js";
import type { JobQueue } from "../ports.js";

/** Who follows a log sees what comes next after so long at the most. */
const LOOK_EVERY_MS = 5000;

type Deps = Readonly<{ queue: JobQueue; clock: Clock }>;

/**
 * Lets a job that has left a run alone on its machine look at it now, because somebody follows its log: its message comes once more, ahead of the one
 * that waits, which is out of date then. At most every five seconds, and only while somebody asks.
 */
export function lookNow({ queue, clock }: Deps): (job: Job) => Promise<void> {
  const asked = new LRUCache<string, number>({ max: 1000 });
  return async ({ name, ticket, state, tasks, step, dueTime }) => {
    const now = clock.now().getTime();
    const waits = state === "InProgress" && tasks[step]?.name.startsWith("await-") && Date.parse(dueTime) - now > LOOK_EVERY_MS;
    if (!waits || now - (asked.get(name) ?? 0) < LOOK_EVERY_MS) return;
    asked.set(name, now);
    await queue.send({ jobName: name, ticket }, 0);
  };
}
