import type { Clock } from "../core/clock.js";
import type { AlertMessage, AlertQueue, ProbeMessage, ProbeQueue } from "../fleet/ports.js";
import { alertTable } from "./alerts/alert-table.js";
import { eventTable } from "./alerts/event-table.js";
import { callTable } from "./audit/call-table.js";
import type { StorageClients } from "./clients.js";
import { accessKeyTable } from "./fleet/access-key-table.js";
import { accountTable } from "./fleet/account-table.js";
import { fabricTable } from "./fleet/fabric-table.js";
import { markStore } from "./fleet/mark-store.js";
import { installerBlobs } from "./installers/installer-blobs.js";
import { installerTable } from "./installers/installer-table.js";
import { batchTable } from "./jobs/batch-table.js";
import { bundleBlobs } from "./jobs/bundle-blobs.js";
import { groupTable } from "./jobs/group-table.js";
import { jobLogBlobs } from "./jobs/job-log-blobs.js";
import { jobQueue } from "./jobs/job-queue.js";
import { jobTable } from "./jobs/job-table.js";
import { planBlobs } from "./jobs/plan-blobs.js";
import { importBlobs } from "./machines/import-blobs.js";
import { machineStaging } from "./machines/machine-staging.js";
import { machineTable } from "./machines/machine-table.js";
import { watchTable } from "./machines/watch-table.js";
import { messageQueue } from "./message-queue.js";
import { poisonQueue } from "./poison-queue.js";
import { secretDoubtTable } from "./secrets/secret-doubt-table.js";

/** Every port but the secrets, on one storage account. */
export function storage(clients: StorageClients, clock: Clock) {
  const imports = importBlobs(clients.papers);
  const alertQueue: AlertQueue = messageQueue<AlertMessage>(clients.alertQueue, ({ event }) => `The message of alert ${event}`);
  const probeQueue: ProbeQueue = messageQueue<ProbeMessage>(clients.probeQueue, ({ name }) => `The message of the probe of ${name}`);
  return {
    fabrics: fabricTable(clients.tables.fabrics),
    machines: machineTable(clients.tables.machines, imports.outcome),
    staging: machineStaging(clients.tables.machines, imports),
    accounts: accountTable(clients.tables.accounts),
    installers: installerTable(clients.tables.installers),
    content: installerBlobs(clients, clock),
    events: eventTable(clients.tables.events),
    keys: accessKeyTable(clients.tables.keys),
    marks: markStore(clients.tables),
    jobs: jobTable(clients.tables, clock),
    batches: batchTable(clients.tables.batches),
    groups: groupTable(clients.tables.groups),
    alerts: alertTable(clients.tables.alerts),
    alertQueue,
    calls: callTable(clients.tables.calls),
    probeQueue,
    watch: watchTable(clients.tables.watch),
    doubts: secretDoubtTable(clients.tables.secrets),
    plans: planBlobs(clients.papers),
    imports,
    jobLogs: jobLogBlobs(clients.logs),
    bundles: bundleBlobs(clients, clock),
    queue: jobQueue(clients.jobQueue),
    poison: {
      jobs: poisonQueue(clients.poison.jobs, clients.papers),
      alerts: poisonQueue(clients.poison.alerts, clients.papers),
      probes: poisonQueue(clients.poison.probes, clients.papers),
    },
  };
}
