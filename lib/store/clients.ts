import { TableClient, type TableServiceClientOptions } from "@azure/data-tables";
import type { SecretClient } from "@azure/keyvault-secrets";
import { BlobServiceClient, newPipeline as blobPipeline, type ContainerClient } from "@azure/storage-blob";
import { type QueueClient, QueueServiceClient, newPipeline as queuePipeline } from "@azure/storage-queue";
import { deadlineFactory, deadlinePolicy } from "./rows/deadline.js";
import { makeOthers, makeTable } from "./rows/make-when-missing.js";

export type TokenCredential = ConstructorParameters<typeof SecretClient>[1];

/** Where storage is: by connection string, or by the account's name and an identity of Microsoft Entra. `callMs`: how long a call may take. */
export type StorageSettings = Readonly<
  ({ connectionString: string } | { accountName: string; credential: TokenCredential; endpointSuffix?: string }) & {
    prefix?: string;
    callMs?: number;
  }
>;

const TABLES = [
  "fabrics",
  "machines",
  "accounts",
  "installers",
  "jobs",
  "jobIndex",
  "events",
  "keys",
  "secrets",
  "batches",
  "groups",
  "watch",
  "alerts",
  "calls",
  "seals",
] as const;
export type TableName = (typeof TABLES)[number];

/** One client for each table, queue and container. */
export type StorageClients = Readonly<{
  tables: Readonly<Record<TableName, TableClient>>;
  jobQueue: QueueClient;
  /** Where the host puts the messages of each that it gave up. */
  poison: Readonly<Record<"jobs" | "alerts" | "probes", QueueClient>>;
  alertQueue: QueueClient;
  probeQueue: QueueClient;
  blobs: BlobServiceClient;
  logs: ContainerClient;
  installers: ContainerClient;
  /** Plans and imports, as JSON. */
  papers: ContainerClient;
}>;

const TABLE_RETRIES = { maxRetries: 3, retryDelayInMs: 200, maxRetryDelayInMs: 3000 };
const RETRIES = { maxTries: 4, retryDelayInMs: 200, maxRetryDelayInMs: 3000 };

/**
 * Builds the clients and asks nothing. Tables are called `<Prefix><Table>`, queues and containers `<prefix>-<name>`. Every call has a deadline, and
 * makes the table, queue or container that it finds missing.
 */
export function storageClients({ prefix = "Fleet", callMs, ...settings }: StorageSettings): StorageClients {
  const account = "connectionString" in settings ? byConnectionString(settings.connectionString) : byIdentity(settings);
  const named = (name: string) => `${prefix.toLowerCase()}-${name}`;
  const tableOf = (name: string): TableClient => {
    const made: TableClient = account.table(name, {
      retryOptions: TABLE_RETRIES,
      additionalPolicies: [
        { policy: makeTable(() => made.createTable()), position: "perCall" },
        { policy: deadlinePolicy(callMs), position: "perCall" },
      ],
    });
    return made;
  };
  const queuesAt = queuePipeline(account.queue.credential, { retryOptions: RETRIES });
  queuesAt.factories.push(
    makeOthers(() => Promise.all(queues.map((queue) => queue.createIfNotExists()))),
    deadlineFactory(callMs),
  );
  const blobsAt = blobPipeline(account.blob.credential, { retryOptions: RETRIES });
  blobsAt.factories.push(
    makeOthers(() => Promise.all(containers.map((container) => container.createIfNotExists()))),
    deadlineFactory(callMs),
  );
  const service = new QueueServiceClient(account.queue.url, queuesAt);
  const blobs = new BlobServiceClient(account.blob.url, blobsAt);
  const tables = TABLES.map((name) => [name, tableOf(prefix + name.charAt(0).toUpperCase() + name.slice(1))]);
  const clients = {
    tables: Object.fromEntries(tables) as StorageClients["tables"], // made of every name of TABLES
    jobQueue: service.getQueueClient(named("jobs")),
    alertQueue: service.getQueueClient(named("alerts")),
    probeQueue: service.getQueueClient(named("probes")),
    poison: {
      jobs: service.getQueueClient(named("jobs-poison")),
      alerts: service.getQueueClient(named("alerts-poison")),
      probes: service.getQueueClient(named("probes-poison")),
    },
    blobs,
    logs: blobs.getContainerClient(named("logs")),
    installers: blobs.getContainerClient(named("installers")),
    papers: blobs.getContainerClient(named("papers")),
  };
  const queues = [clients.jobQueue, clients.alertQueue, clients.probeQueue, ...Object.values(clients.poison)];
  const containers = [clients.logs, clients.installers, clients.papers];
  return clients;
}

type Endpoint = Readonly<{ url: string; credential: Parameters<typeof blobPipeline>[0] }>;
type Account = Readonly<{ table(name: string, options: TableServiceClientOptions): TableClient; queue: Endpoint; blob: Endpoint }>;

function byConnectionString(text: string): Account {
  const allowInsecureConnection = /http:\/\/|DefaultEndpointsProtocol=http;|UseDevelopmentStorage=true/i.test(text);
  const blob = BlobServiceClient.fromConnectionString(text); // asked for what stands in the string alone
  return {
    table: (name, options) => TableClient.fromConnectionString(text, name, { allowInsecureConnection, ...options }),
    queue: { url: QueueServiceClient.fromConnectionString(text).url, credential: blob.credential },
    blob,
  };
}

function byIdentity({
  accountName,
  credential,
  endpointSuffix = "core.windows.net",
}: Exclude<StorageSettings, { connectionString: string }>): Account {
  const endpoint = (service: string) => `https://${accountName}.${service}.${endpointSuffix}`;
  return {
    table: (name, options) => new TableClient(endpoint("table"), name, credential, options),
    queue: { url: endpoint("queue"), credential },
    blob: { url: endpoint("blob"), credential },
  };
}
