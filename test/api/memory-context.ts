import { reviveAlerts } from "../../lib/alerts/resend-alerts.js";
import type { FleetContext } from "../../lib/api/cmdlet/context.js";
import { failedKeys } from "../../lib/api/http/failed-keys.js";
import { recentKeys } from "../../lib/api/http/recent-keys.js";
import { keepMarks } from "../../lib/api/machines/keep-marks.js";
import { type Clock, systemClock } from "../../lib/core/clock.js";
import { startBatch } from "../../lib/jobs/batch/start-batch.js";
import { lookNow } from "../../lib/jobs/control/look-now.js";
import { restartJob } from "../../lib/jobs/control/restart-job.js";
import { resumeJob } from "../../lib/jobs/control/resume-job.js";
import { startJob } from "../../lib/jobs/control/start-job.js";
import { stopJob } from "../../lib/jobs/control/stop-job.js";
import { checkPlan } from "../../lib/jobs/plan/check-plan.js";
import { planBatch } from "../../lib/jobs/plan/plan-batch.js";
import { planUpdate } from "../../lib/jobs/plan/plan-update.js";
import { memoryStorage } from "../store/memory/memory-storage.js";

export type MemoryContext = FleetContext & ReturnType<typeof memoryStorage>;

/** A fleet whose stores are in memory and whose use cases are the real ones. */
export function memoryContext(clock: Clock = systemClock, stores = memoryStorage()): MemoryContext {
  const deps = { ...stores, clock };
  return {
    ...stores,
    uploadOrigin: "https://storage.example",
    keptMarks: keepMarks(stores.marks, clock),
    startJob: startJob(deps),
    startBatch: startBatch(deps),
    stopJob: stopJob(deps),
    planUpdate: planUpdate(deps),
    planBatch: planBatch(deps),
    checkPlan: checkPlan(deps),
    resumeJob: resumeJob(deps),
    lookNow: lookNow(deps),
    restartJob: restartJob(deps),
    reviveAlerts: reviveAlerts(deps),
    mail: { ready: true, owners: ["owner@contoso.com"] },
    sshAddon: true,
    failedKeys: failedKeys(clock),
    recentKeys: recentKeys(clock),
    proxyHops: 1,
    vault: { subscriptionId: "11111111-2222-3333-4444-555555555555", resourceGroup: "rg-1", vaultName: "vault-1" },
    clock,
  };
}
