import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { TableClient, TableServiceClient } from "@azure/data-tables";
import { BlobServiceClient } from "@azure/storage-blob";
import { QueueServiceClient } from "@azure/storage-queue";

/** Everything that a storage account holds, as texts by the place where they lie: table rows, queue messages, blobs. */
export async function contentsOf(connectionString: string): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  const insecure = { allowInsecureConnection: true };
  for await (const { name = "" } of TableServiceClient.fromConnectionString(connectionString, insecure).listTables()) {
    const table = TableClient.fromConnectionString(connectionString, name, insecure);
    for await (const row of table.listEntities()) found.set(`table ${name} ${row.partitionKey} ${row.rowKey}`, JSON.stringify(row));
  }
  const queues = QueueServiceClient.fromConnectionString(connectionString);
  for await (const { name } of queues.listQueues()) {
    const { peekedMessageItems } = await queues.getQueueClient(name).peekMessages({ numberOfMessages: 32 });
    for (const { messageId, messageText } of peekedMessageItems)
      found.set(`queue ${name} ${messageId}`, messageText + Buffer.from(messageText, "base64"));
  }
  const blobs = BlobServiceClient.fromConnectionString(connectionString);
  for await (const { name: container } of blobs.listContainers()) {
    for await (const { name } of blobs.getContainerClient(container).listBlobsFlat())
      found.set(`blob ${container}/${name}`, (await blobs.getContainerClient(container).getBlobClient(name).downloadToBuffer()).toString("latin1"));
  }
  return found;
}

type Watch = Readonly<{ seen(): Promise<readonly string[]>; stop(): Promise<ReadonlySet<string>> }>;

/** Watches the command lines and environments of all processes, of lab machines too, in a thread of its own until it is stopped. */
export function watchProcesses(everyMs = 10): Watch {
  const watcher = new Worker(new URL("./process-watcher.mjs", import.meta.url), { workerData: { everyMs } });
  const ask = async (what: "seen" | "stop"): Promise<ReadonlySet<string>> => {
    const answer = once(watcher, "message");
    watcher.postMessage(what);
    const [texts] = await answer;
    return texts as ReadonlySet<string>; // what the watcher sends
  };
  return { seen: async () => [...(await ask("seen"))], stop: () => ask("stop") };
}
