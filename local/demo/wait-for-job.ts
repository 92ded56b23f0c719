import { setTimeout as sleep } from "node:timers/promises";
import type { AsrJob } from "../../lib/api/objects/job.js";
import type { FleetClient } from "../client.js";

const DEADLINE_MS = 300_000;

type Waiting = Readonly<{ watch?: (job: AsrJob) => void; pollMs?: number }>;

export const isEnded = ({ State }: AsrJob): boolean => State !== "NotStarted" && State !== "InProgress";

/** Asks for the job until it has ended; each answer is shown to `watch`. Throws when it takes longer than five minutes. */
export async function waitForJob(client: FleetClient, name: string, { watch = () => {}, pollMs = 250 }: Waiting = {}): Promise<AsrJob> {
  for (const deadline = Date.now() + DEADLINE_MS; ; await sleep(pollMs)) {
    const job = await client.call<AsrJob>("Get-ASRJob", { Name: name });
    watch(job);
    if (isEnded(job)) return job;
    if (Date.now() > deadline) throw new Error(`job ${name} did not end in time: it is ${job.State}`);
  }
}
