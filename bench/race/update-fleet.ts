import { setTimeout as sleep } from "node:timers/promises";
import { isSettled } from "../../lib/jobs/job.js";
import type { JobStore } from "../../lib/jobs/ports.js";
import type { FleetClient } from "../../local/client.js";
import type { Target } from "../lab/target.js";
import type { BenchFleet } from "./fill-fleet.js";

/** `jobs`: the rows themselves. Waiting reads them past the product, so that the pace of asking is not counted as its work. */
type Given = Readonly<{ client: FleetClient; jobs: JobStore; fleet: BenchFleet; forks: number; only?: readonly Target[] }>;

const POLL_MS = 200;

/** Updates all machines of a fleet, or only some, by one batch, and resolves when the last one is done. */
export async function updateFleet({ client, jobs, fleet: { container, items }, forks, only }: Given): Promise<void> {
  const chosen = items.filter(({ target }) => only?.some(({ name }) => name === target.name));
  const { Name } = await client.call<{ Name: string }>("Update-AzureRmRecoveryServicesAsrMobilityService", {
    ...(only ? { ReplicationProtectedItem: chosen.map(({ itemId }) => itemId) } : { ProtectionContainer: container }),
    MaxConcurrency: Math.min(forks, items.length),
  });
  for (;;) {
    const job = (await jobs.find(Name))?.value;
    if (job?.state === "Succeeded" && !job.learned.partly) return;
    if (job && isSettled(job))
      throw new Error(`the batch ended as ${job.stateDescription}: ${job.errors[0]?.message ?? JSON.stringify(job.learned.batch)}`);
    await sleep(POLL_MS);
  }
}
