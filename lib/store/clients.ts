import { TableClient } from "@azure/data-tables";
import type { SecretClient } from "@azure/keyvault-secrets";
import { BlobServiceClient, type ContainerClient } from "@azure/storage-blob";
import { type QueueClient, QueueServiceClient } from "@azure/storage-queue";

export type TokenCredential = ConstructorParameters<typeof SecretClient>[1];

/** Where storage is: by connection string, or by the account's name and an identity of Microsoft Entra. */
export type StorageSettings = Readonly<
  { connectionString: string; prefix?: string } | { accountName: string; credential: TokenCredential; endpointSuffix?: string; prefix?: string }
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
] as const;
export type TableName = (typeof TABLES)[number];

/** One client for each table, queue and container. */
export type StorageClients = Readonly<{
  tables: Readonly<Record<TableName, TableClient>>;
  jobQueue: QueueClient;
  poisonQueue: QueueClient;
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

/** Builds the clients and asks nothing. Tables are called `<Prefix><Table>`, queues and containers `<prefix>-<name>`. */
export function storageClients({ prefix = "Fleet", ...settings }: StorageSettings): StorageClients {
  const { table, queues, blobs } = "connectionString" in settings ? byConnectionString(settings.connectionString) : byIdentity(settings);
  const named = (name: string) => `${prefix.toLowerCase()}-${name}`;
  const tables = TABLES.map((name) => [name, table(prefix + name.charAt(0).toUpperCase() + name.slice(1))]);
  return {
    tables: Object.fromEntries(tables) as StorageClients["tables"], // made of every name of TABLES
    jobQueue: queues.getQueueClient(named("jobs")),
    alertQueue: queues.getQueueClient(named("alerts")),
    probeQueue: queues.getQueueClient(named("probes")),
    poisonQueue: queues.getQueueClient(named("jobs-poison")),
    blobs,
    logs: blobs.getContainerClient(named("logs")),
    installers: blobs.getContainerClient(named("installers")),
    papers: blobs.getContainerClient(named("papers")),
  };
}

function byConnectionString(text: string) {
  const allowInsecureConnection = /http:\/\/|DefaultEndpointsProtocol=http;|UseDevelopmentStorage=true/i.test(text);
  return {
    table: (name: string) => TableClient.fromConnectionString(text, name, { allowInsecureConnection, retryOptions: TABLE_RETRIES }),
    queues: QueueServiceClient.fromConnectionString(text, { retryOptions: RETRIES }),
    blobs: BlobServiceClient.fromConnectionString(text, { retryOptions: RETRIES }),
  };
}

function byIdentity({ accountName, credential, endpointSuffix = "core.windows.net" }: Exclude<StorageSettings, { connectionString: string }>) {
  const endpoint = (service: string) => `https://${accountName}.${service}.${endpointSuffix}`;
  return {
    table: (name: string) => new TableClient(endpoint("table"), name, credential, { retryOptions: TABLE_RETRIES }),
    queues: new QueueServiceClient(endpoint("queue"), credential, { retryOptions: RETRIES }),
    blobs: new BlobServiceClient(endpoint("blob"), credential, { retryOptions: RETRIES }),
  };
}
