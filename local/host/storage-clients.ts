import type { ContainerClient } from "@azure/storage-blob";
import type { QueueClient } from "@azure/storage-queue";

export type QueueClients = Readonly<{ queue(connectionString: string, name: string): Promise<QueueClient> }>;

/** Clients by connection string and name. The libraries are loaded when the first one is asked for, so that an app without queues starts sooner. */
export const queueClients: QueueClients = {
  async queue(connectionString, name) {
    const { QueueServiceClient } = await import("@azure/storage-queue");
    return QueueServiceClient.fromConnectionString(connectionString, RETRIES).getQueueClient(name);
  },
};

/** The container in which hosts keep their locks and the status of timers; made when it is missing. */
export async function hostContainer(connectionString: string): Promise<ContainerClient> {
  const { BlobServiceClient } = await import("@azure/storage-blob");
  const container = BlobServiceClient.fromConnectionString(connectionString, RETRIES).getContainerClient("azure-webjobs-hosts");
  await container.createIfNotExists();
  return container;
}

/** The listeners try again by themselves; a long silence inside of a client would only delay the end of the host. */
const RETRIES = { retryOptions: { maxTries: 2, retryDelayInMs: 200 } };
