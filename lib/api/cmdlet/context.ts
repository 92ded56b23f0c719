import type { CallStore } from "../../audit/call.js";
import type { Clock } from "../../core/clock.js";
import type { Machine } from "../../fleet/machines/machine.js";
import type {
  AccessKeyStore,
  AccountStore,
  AlertQueue,
  AlertStore,
  EventStore,
  FabricStore,
  ImportStore,
  InstallerContent,
  InstallerStore,
  MachineStore,
  SecretDoubts,
  SecretStore,
} from "../../fleet/ports.js";
import type { StartBatchRequest } from "../../jobs/batch/start-batch.js";
import type { RestartJob } from "../../jobs/control/restart-job.js";
import type { StartJobRequest } from "../../jobs/control/start-job.js";
import type { Job } from "../../jobs/job.js";
import type { CheckedPlan } from "../../jobs/plan/check-plan.js";
import type { FleetPlan } from "../../jobs/plan/fleet-plan.js";
import type { PlanRequest } from "../../jobs/plan/plan-batch.js";
import type { UpdatePlan } from "../../jobs/plan/plan-update.js";
import type { BatchStore, BundleStore, JobLogStore, JobStore, PlanStore } from "../../jobs/ports.js";
import type { RecipeName } from "../../jobs/recipe-name.js";
import type { EntraAccess } from "../http/entra/authorize.js";
import type { FailedKeys } from "../http/failed-keys.js";
import type { RecentKeys } from "../http/recent-keys.js";
import type { KeptMarks } from "../machines/keep-marks.js";

/** Ids that Azure Resource Manager paths need; the fleet is presented as one vault. */
export type VaultIds = Readonly<{ subscriptionId: string; resourceGroup: string; vaultName: string }>;

/** Everything that a cmdlet may use: stores behind their ports, and the use cases of jobs. */
export type FleetContext = Readonly<{
  fabrics: FabricStore;
  machines: MachineStore;
  accounts: AccountStore;
  installers: InstallerStore;
  content: InstallerContent;
  /** Scheme and host of the links by which installers are uploaded. */
  uploadOrigin: string;
  events: EventStore;
  alerts: AlertStore;
  alertQueue: AlertQueue;
  /** Whether mail can be sent, and to whom as owner of the subscription. */
  mail: Readonly<{ ready: boolean; owners: readonly string[] }>;
  /** Sends alerts again that were given up; gives their number. */
  reviveAlerts(): Promise<number>;
  keys: AccessKeyStore;
  /** What everything that is said of machines rests on beside their own rows. */
  keptMarks: KeptMarks;
  /** Calls that change something without starting a job. */
  calls: CallStore;
  /** Absent when only fleet keys are taken. */
  entra?: EntraAccess | undefined;
  failedKeys: FailedKeys;
  recentKeys: RecentKeys;
  /** How many proxies between the network and this app say in X-Forwarded-For who called them. */
  proxyHops: number;
  secrets: SecretStore;
  doubts: SecretDoubts;
  jobs: JobStore;
  jobLogs: JobLogStore;
  batches: BatchStore;
  plans: PlanStore;
  imports: ImportStore;
  bundles: BundleStore;
  /** Saves the job, then sends its message. An open job that was asked exactly the same of the same machine is given back instead; one that was asked for something else is a Conflict. */
  startJob<R extends RecipeName>(request: StartJobRequest<R>): Promise<Job>;
  /** What a batch would do, from what is on record; kept for its id. Touches no machine. */
  planBatch(request: PlanRequest): Promise<FleetPlan>;
  /** The plan, and the members of a batch that does exactly what it showed; PlanOutdated when anything has changed since. */
  checkPlan(id: string): Promise<CheckedPlan>;
  /** Saves members and job of a batch, then sends its one message. */
  startBatch(request: StartBatchRequest): Promise<Job>;
  /** A suspended job goes on where it was; Conflict when it is not suspended. */
  resumeJob(name: string): Promise<Job>;
  /** Has a job look now at what it left running on its machine. */
  lookNow(job: Job): Promise<void>;
  /** A new job that does again what this one was to do; Conflict when there is nothing to do again. */
  restartJob: RestartJob;
  /** Asks the job to end at its next step. A final job is given back as it is. */
  stopJob(name: string): Promise<Job>;
  /** What an update of this machine would do, and everything that is in its way; touches nothing. */
  planUpdate(machine: Machine, targetVersion?: string): Promise<UpdatePlan>;
  vault: VaultIds;
  /** Whether ssh2's native addon could be loaded. */
  sshAddon: boolean;
  clock: Clock;
}>;

/** Where a function gets it: the whole product is loaded when it is first asked for. */
export type FleetSource = () => FleetContext | Promise<FleetContext>;
