import type { StorageClients } from "./clients.js";
import { storageFailure } from "./rows/storage-error.js";

/** Creates the tables, queues and containers that are missing. Safe to repeat, and to run on several instances at once. */
export async function ensureStorage({ tables, jobQueue, poison, alertQueue, probeQueue, logs, installers, papers }: StorageClients): Promise<void> {
  await Promise.all([
    ...Object.values(tables).map((table) => table.createTable().catch(storageFailure(`Table ${table.tableName}`))),
    ...[jobQueue, alertQueue, probeQueue, ...Object.values(poison)].map((queue) =>
      queue.createIfNotExists().catch(storageFailure(`Queue ${queue.name}`)),
    ),
    ...[logs, installers, papers].map((container) => container.createIfNotExists().catch(storageFailure(`Container ${container.containerName}`))),
  ]);
}
