import type { Clock } from "../core/clock.js";
import type { Log } from "../core/log.js";
import type { Machine } from "../fleet/machine.js";
import type {
  AccessKeyStore,
  AccountStore,
  EventStore,
  FabricStore,
  InstallerContent,
  InstallerStore,
  MachineStore,
  SecretStore,
} from "../fleet/ports.js";
import type { Job } from "../jobs/job.js";
import type { UpdatePlan } from "../jobs/plan-update.js";
import type { JobLogStore, JobStore } from "../jobs/ports.js";
import type { StartJobRequest } from "../jobs/start-job.js";

/** Ids that Azure Resource Manager paths need; the fleet is presented as one vault. */
export type VaultIds = Readonly<{ subscriptionId: string; resourceGroup: string; vaultName: string }>;

/** Everything that a cmdlet may use: stores behind their ports, and the use cases of jobs. */
export type FleetContext = Readonly<{
  fabrics: FabricStore;
  machines: MachineStore;
  accounts: AccountStore;
  installers: InstallerStore;
  content: InstallerContent;
  events: EventStore;
  keys: AccessKeyStore;
  secrets: SecretStore;
  jobs: JobStore;
  jobLogs: JobLogStore;
  /** Saves the job, then sends its message. An open job of the same recipe on the same machine is given back instead. */
  startJob(request: StartJobRequest): Promise<Job>;
  /** Asks the job to end at its next step. A final job is given back as it is. */
  stopJob(name: string): Promise<Job>;
  /** What an update of this machine would do, and everything that is in its way; touches nothing. */
  planUpdate(machine: Machine, targetVersion?: string): Promise<UpdatePlan>;
  vault: VaultIds;
  clock: Clock;
  log: Log;
}>;
