import type { QueueClient } from "@azure/storage-queue";
import { expect, it } from "vitest";
import { z } from "zod";
import { systemClock } from "../../lib/core/clock.js";
import { emptyPoisonQueue } from "../../lib/jobs/rescue/poison-queue.js";
import { storage } from "../../lib/store/storage.js";
import { openClients } from "./open-storage.js";

const schema = z.object({ jobName: z.string(), ticket: z.number() });
const base64 = (text: string | Buffer) => Buffer.from(text).toString("base64");
const UNREADABLE: Readonly<Record<string, string>> = {
  "it is not base64": "{ plain text }",
  "it is not UTF-8": base64(Buffer.from([0xff, 0xfe, 0x7b])),
  "it is not JSON": base64("{jobName: 1"),
  "it is JSON, but no message of ours": base64('{"jobName":7}'),
};

/** A poison queue with its stores; `empty` is one turn of the timer, and `handled` what it could read. */
async function open(handle = async (_message: z.infer<typeof schema>) => {}) {
  const clients = await openClients();
  const { poison, events } = storage(clients, systemClock);
  const told: string[] = [];
  const putBack: object[] = [];
  const say = (message: string, fields?: object) => void told.push(`${message} ${JSON.stringify(fields)}`);
  const log = { debug: say, info: say, warn: say, error: say };
  const empty = () => emptyPoisonQueue({ queue: poison.jobs, events, log, schema, handle, putBack: async (message) => void putBack.push(message) });
  const left = async (queue: QueueClient) => (await queue.getProperties()).approximateMessagesCount;
  return { clients, events, told, putBack, empty, left: () => left(clients.poison.jobs) };
}

it.each(Object.entries(UNREADABLE))("a message of which %s is put aside once, kept as it came, and told", async (problem, text) => {
  const { clients, events, told, empty, left } = await open();
  await clients.poison.jobs.sendMessage(text);
  expect(await empty()).toBe(1);
  expect(await left()).toBe(0);
  expect(await empty()).toBe(0);
  const { items } = await events.list({}, { size: 10 });
  expect(items).toMatchObject([{ code: "MessageUnreadable", severity: "Warning", description: expect.stringContaining(problem) }]);
  const place = /: [\w-]+\/(unreadable\/\S+\.json)\./.exec(items[0]?.description ?? "")?.[1] ?? "";
  const kept = await clients.papers.getBlobClient(place).downloadToBuffer();
  expect(JSON.parse(kept.toString())).toMatchObject({ problem, text });
  expect(told).toHaveLength(1);
});

it("a crash between putting aside and removing tells nothing twice", async () => {
  const { clients, events, empty } = await open();
  await clients.poison.jobs.sendMessage("no base64");
  const { deleteMessage } = clients.poison.jobs;
  const killed: (readonly [string, string])[] = [];
  clients.poison.jobs.deleteMessage = (...message) => {
    killed.push([message[0], message[1]]);
    return Promise.reject(new Error("killed"));
  };
  expect(await empty()).toBe(0);
  clients.poison.jobs.deleteMessage = deleteMessage;
  const [id = "", receipt = ""] = killed[0] ?? [];
  await clients.poison.jobs.updateMessage(id, receipt, undefined, 0); // as when the time is over for which it was hidden
  expect(await empty()).toBe(1);
  expect((await events.list({}, { size: 10 })).items).toHaveLength(1);
});

it("what can be read is handled and gone; what cannot be handled now stays, and stops no other", async () => {
  const handled: string[] = [];
  const { clients, events, empty, left } = await open(async ({ jobName }) => {
    if (jobName === "bad") throw new Error("storage is away");
    handled.push(jobName);
  });
  for (const jobName of ["bad", "good"]) await clients.poison.jobs.sendMessage(base64(JSON.stringify({ jobName, ticket: 1 })));
  await clients.poison.jobs.sendMessage("no base64");
  expect(await empty()).toBe(2);
  expect(handled).toEqual(["good"]);
  expect(await left()).toBe(1);
  expect((await events.list({}, { size: 10 })).items).toHaveLength(1);
});

it("what a newer release wrote is put back as it came, not put aside", async () => {
  const { clients, events, putBack, empty, left } = await open();
  await clients.poison.jobs.sendMessage(base64('{"schema":99,"job":"of another shape"}'));
  expect(await empty()).toBe(1);
  expect(await left()).toBe(0);
  expect(putBack).toEqual([{ schema: 99, job: "of another shape" }]);
  expect((await events.list({}, { size: 10 })).items).toEqual([]);
});
