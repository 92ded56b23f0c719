import { setTimeout as sleep } from "node:timers/promises";
import type { AsrJob } from "../../lib/api/objects/job.js";
import { isRetryable } from "../../lib/core/errors.js";
import type { FleetClient } from "../client.js";

const DEADLINE_MS = 300_000;

/** For jobs on machines with Windows: Wine takes its time where others are at work as well. */
export const PATIENT = { deadlineMs: 900_000 } as const;

type Waiting = Readonly<{ watch?: (job: AsrJob) => void; pollMs?: number; deadlineMs?: number }>;

export const isEnded = ({ State }: AsrJob): boolean => State !== "NotStarted" && State !== "InProgress";

/** Asks for the job until it has ended; each answer is shown to `watch`. A service that is busy is asked again. Throws when it takes longer than five minutes, or than it was given. */
export async function waitForJob(client: FleetClient, name: string, waiting: Waiting = {}): Promise<AsrJob> {
  const { watch = () => {}, pollMs = 250, deadlineMs = DEADLINE_MS } = waiting;
  for (const deadline = Date.now() + deadlineMs; ; await sleep(pollMs)) {
    const late = Date.now() > deadline;
    const job = await client
      .call<AsrJob>("Get-ASRJob", { Name: name })
      .catch((error: unknown) => (isRetryable(error) && !late ? null : Promise.reject(error)));
    if (!job) continue;
    watch(job);
    if (isEnded(job)) return job;
    if (late) throw new Error(`job ${name} did not end in time: it is ${job.State}`);
  }
}
