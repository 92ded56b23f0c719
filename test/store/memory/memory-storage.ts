import { memoryAccessKeys } from "./memory-access-keys.js";
import { memoryAccounts } from "./memory-accounts.js";
import { memoryAlertQueue, memoryAlerts } from "./memory-alerts.js";
import { memoryBatches } from "./memory-batches.js";
import { memoryBundles } from "./memory-bundles.js";
import { memoryCalls } from "./memory-calls.js";
import { memoryEvents } from "./memory-events.js";
import { memoryFabrics } from "./memory-fabrics.js";
import { memoryGroups } from "./memory-groups.js";
import { memoryImports } from "./memory-imports.js";
import { memoryInstallerContent } from "./memory-installer-content.js";
import { memoryInstallers } from "./memory-installers.js";
import { memoryJobLogs } from "./memory-job-logs.js";
import { memoryJobQueue } from "./memory-job-queue.js";
import { memoryJobs } from "./memory-jobs.js";
import { memoryMachines } from "./memory-machines.js";
import { memoryMarks } from "./memory-marks.js";
import { memoryPlans } from "./memory-plans.js";
import { memorySecretDoubts, memorySecrets } from "./memory-secrets.js";
import { memoryWatch } from "./memory-watch.js";

/** Every port in memory, under the names of `storage()`, and the secrets. */
export function memoryStorage() {
  const imports = memoryImports();
  const machines = memoryMachines(imports);
  const [fabrics, accounts, installers] = [memoryFabrics(), memoryAccounts(), memoryInstallers()];
  return {
    ...{ fabrics, machines, accounts, installers, marks: memoryMarks({ fabrics, accounts, installers }) },
    staging: machines.staging,
    content: memoryInstallerContent(),
    events: memoryEvents(),
    keys: memoryAccessKeys(),
    jobs: memoryJobs(),
    batches: memoryBatches(),
    alerts: memoryAlerts(),
    alertQueue: memoryAlertQueue(),
    calls: memoryCalls(),
    watch: memoryWatch(),
    plans: memoryPlans(),
    imports,
    groups: memoryGroups(),
    jobLogs: memoryJobLogs(),
    bundles: memoryBundles(),
    queue: memoryJobQueue(),
    secrets: memorySecrets(),
    doubts: memorySecretDoubts(),
  };
}
