import type { FleetContext } from "../../lib/api/context.js";
import { type Clock, systemClock } from "../../lib/core/clock.js";
import { silentLog } from "../../lib/core/log.js";
import { planUpdate } from "../../lib/jobs/plan-update.js";
import { startJob } from "../../lib/jobs/start-job.js";
import { stopJob } from "../../lib/jobs/stop-job.js";
import { memoryStorage } from "../store/memory-storage.js";

export type MemoryContext = FleetContext & ReturnType<typeof memoryStorage>;

/** A fleet whose stores are in memory and whose use cases are the real ones. */
export function memoryContext(clock: Clock = systemClock): MemoryContext {
  const stores = memoryStorage();
  const deps = { ...stores, clock };
  return {
    ...stores,
    startJob: startJob(deps),
    stopJob: stopJob(deps),
    planUpdate: planUpdate(deps),
    vault: { subscriptionId: "11111111-2222-3333-4444-555555555555", resourceGroup: "rg-1", vaultName: "vault-1" },
    clock,
    log: silentLog,
  };
}
