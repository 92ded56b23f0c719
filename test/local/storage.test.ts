import { QueueServiceClient } from "@azure/storage-queue";
import { expect, it } from "vitest";
import { startStorage } from "../../local/storage.js";

it("starts a storage on free ports and ends it", async () => {
  const storage = await startStorage();
  const queue = QueueServiceClient.fromConnectionString(storage.connectionString, { retryOptions: { maxTries: 1 } }).getQueueClient("storagetest");
  await queue.create();
  expect(await queue.exists()).toBe(true);
  await storage.close();
  expect(() => process.kill(storage.pid, 0)).toThrow();
  await storage.close();
});

it("refuses ports that another program has", async () => {
  const first = await startStorage();
  const ports = Object.fromEntries(
    [...first.connectionString.matchAll(/(\w+)Endpoint=http:\/\/[^:]+:(\d+)/g)].map(([, name = "", port]) => [name.toLowerCase(), Number(port)]),
  );
  const { blob = 0, queue = 0, table = 0 } = ports;
  await expect(startStorage({ ports: { blob, queue, table } })).rejects.toThrow(/another program listens/);
  await first.close();
});
