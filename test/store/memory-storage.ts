import { memoryAccessKeys } from "./memory-access-keys.js";
import { memoryAccounts } from "./memory-accounts.js";
import { memoryEvents } from "./memory-events.js";
import { memoryFabrics } from "./memory-fabrics.js";
import { memoryInstallerContent } from "./memory-installer-content.js";
import { memoryInstallers } from "./memory-installers.js";
import { memoryJobLogs } from "./memory-job-logs.js";
import { memoryJobQueue } from "./memory-job-queue.js";
import { memoryJobs } from "./memory-jobs.js";
import { memoryMachines } from "./memory-machines.js";
import { memorySecrets } from "./memory-secrets.js";

/** Every port in memory, under the names of `storage()`, and the secrets. */
export const memoryStorage = () => ({
  fabrics: memoryFabrics(),
  machines: memoryMachines(),
  accounts: memoryAccounts(),
  installers: memoryInstallers(),
  content: memoryInstallerContent(),
  events: memoryEvents(),
  keys: memoryAccessKeys(),
  jobs: memoryJobs(),
  jobLogs: memoryJobLogs(),
  queue: memoryJobQueue(),
  secrets: memorySecrets(),
});
