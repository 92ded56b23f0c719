import type { Clock } from "../core/clock.js";
import { accessKeyTable } from "./access-key-table.js";
import { accountTable } from "./account-table.js";
import type { StorageClients } from "./clients.js";
import { eventTable } from "./event-table.js";
import { fabricTable } from "./fabric-table.js";
import { installerBlobs } from "./installer-blobs.js";
import { installerTable } from "./installer-table.js";
import { jobLogBlobs } from "./job-log-blobs.js";
import { jobQueue } from "./job-queue.js";
import { jobTable } from "./job-table.js";
import { machineTable } from "./machine-table.js";

/** Every port but the secrets, on one storage account. */
export const storage = (clients: StorageClients, clock: Clock) => ({
  fabrics: fabricTable(clients.tables.fabrics),
  machines: machineTable(clients.tables.machines),
  accounts: accountTable(clients.tables.accounts),
  installers: installerTable(clients.tables.installers),
  content: installerBlobs(clients, clock),
  events: eventTable(clients.tables.events),
  keys: accessKeyTable(clients.tables.keys),
  jobs: jobTable(clients.tables, clock),
  jobLogs: jobLogBlobs(clients.logs),
  queue: jobQueue(clients.jobQueue),
});
