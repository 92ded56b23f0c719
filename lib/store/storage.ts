import type { Clock } from "../core/clock.js";
import type { AlertMessage, ProbeMessage } from "../fleet/ports.js";
import { accessKeyTable } from "./access-key-table.js";
import { accountTable } from "./account-table.js";
import { alertTable } from "./alert-table.js";
import { batchTable } from "./batch-table.js";
import { bundleBlobs } from "./bundle-blobs.js";
import type { StorageClients } from "./clients.js";
import { eventTable } from "./event-table.js";
import { fabricTable } from "./fabric-table.js";
import { groupTable } from "./group-table.js";
import { importBlobs } from "./import-blobs.js";
import { installerBlobs } from "./installer-blobs.js";
import { installerTable } from "./installer-table.js";
import { jobLogBlobs } from "./job-log-blobs.js";
import { jobQueue } from "./job-queue.js";
import { jobTable } from "./job-table.js";
import { machineStaging } from "./machine-staging.js";
import { machineTable } from "./machine-table.js";
import { messageQueue } from "./message-queue.js";
import { planBlobs } from "./plan-blobs.js";
import { watchTable } from "./watch-table.js";

/** Every port but the secrets, on one storage account. */
export function storage(clients: StorageClients, clock: Clock) {
  const imports = importBlobs(clients.papers);
  return {
    fabrics: fabricTable(clients.tables.fabrics),
    machines: machineTable(clients.tables.machines, imports.outcome),
    staging: machineStaging(clients.tables.machines, imports),
    accounts: accountTable(clients.tables.accounts),
    installers: installerTable(clients.tables.installers),
    content: installerBlobs(clients, clock),
    events: eventTable(clients.tables.events),
    keys: accessKeyTable(clients.tables.keys),
    jobs: jobTable(clients.tables, clock),
    batches: batchTable(clients.tables.batches),
    groups: groupTable(clients.tables.groups),
    alerts: alertTable(clients.tables.alerts),
    alertQueue: messageQueue<AlertMessage>(clients.alertQueue, ({ event }) => `The message of alert ${event}`),
    probeQueue: messageQueue<ProbeMessage>(clients.probeQueue, ({ name }) => `The message of the probe of ${name}`),
    watch: watchTable(clients.tables.watch),
    plans: planBlobs(clients.papers),
    imports,
    jobLogs: jobLogBlobs(clients.logs),
    bundles: bundleBlobs(clients, clock),
    queue: jobQueue(clients.jobQueue),
  };
}
