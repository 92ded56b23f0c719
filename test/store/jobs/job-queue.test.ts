import { expect, it } from "vitest";
import { jobQueue } from "../../../lib/store/jobs/job-queue.js";
import { openClients } from "../open-storage.js";

it("sends base64 JSON that never expires", async () => {
  const clients = await openClients();
  await jobQueue(clients.jobQueue).send({ jobName: "j-1", ticket: 3 }, 0);
  const [message] = (await clients.jobQueue.receiveMessages()).receivedMessageItems;
  expect(JSON.parse(Buffer.from(message?.messageText ?? "", "base64").toString())).toEqual({ schema: 1, jobName: "j-1", ticket: 3 });
  expect(message?.expiresOn.getUTCFullYear()).toBe(9999);
});

it("hides a message for its delay, at most for a week", async () => {
  const clients = await openClients();
  const queue = jobQueue(clients.jobQueue);
  await queue.send({ jobName: "j-1", ticket: 1 }, 0.2);
  await queue.send({ jobName: "j-2", ticket: 1 }, 30 * 24 * 3600);
  expect((await clients.jobQueue.receiveMessages()).receivedMessageItems).toEqual([]);
  expect((await clients.jobQueue.getProperties()).approximateMessagesCount).toBe(2);
});

it("makes the queue when it is missing", async () => {
  const { jobQueue: queue } = await openClients();
  await queue.delete();
  await jobQueue(queue).send({ jobName: "j-1", ticket: 1 }, 0);
  expect((await queue.getProperties()).approximateMessagesCount).toBe(1);
});
