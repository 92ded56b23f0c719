import { QueueClient, QueueServiceClient } from "@azure/storage-queue";
import { afterEach, beforeAll, describe, expect, inject, it, onTestFinished, vi } from "vitest";
import { stays, until } from "../../../until.js";
import { QUICK, startTinyHost, type TinyHost } from "../tiny-host.js";

let service: QueueServiceClient;
let host: TinyHost;
let prefix: string;
let count = 0;
beforeAll(() => {
  service = QueueServiceClient.fromConnectionString(inject("storage"));
});
afterEach(() => host.close());

const begin = async (intervals = {}) => {
  prefix = `queuetiny${++count}`;
  await queue("work").createIfNotExists();
  host = await startTinyHost(prefix, { intervals: { ...QUICK, ...intervals } });
};
const queue = (name: string) => service.getQueueClient(`${prefix}-${name}`);
const send = (text: string) => queue("work").sendMessage(Buffer.from(text).toString("base64"), { messageTimeToLive: -1 });
const soon = (check: () => Promise<void>) => vi.waitFor(check, { timeout: 30_000, interval: 50 });
const lengthOf = async (name: string) => (await queue(name).getProperties()).approximateMessagesCount;

describe("a queue trigger", () => {
  it("parses JSON, gives metadata, and lets the message's own fields win over the host's names", async () => {
    await begin();
    const sent = await send('{"id":"mine","dequeueCount":"7","list":[1],"nothing":null,"inner":{"a":1}}');
    await soon(async () => expect(await host.seen("take")).toHaveLength(1));
    const [seen] = await host.seen("take");
    expect(seen?.message).toMatchObject({ id: "mine" });
    expect(seen?.metadata).toMatchObject({
      id: "mine",
      dequeueCount: 7,
      inner: { a: 1 },
      queueTrigger: { id: "mine" },
      popReceipt: expect.any(String),
    });
    expect(seen?.metadata).not.toHaveProperty("list");
    expect(seen?.metadata).not.toHaveProperty("nothing");
    expect(sent.messageId).not.toBe("mine");
    await soon(async () => expect(await lengthOf("work")).toBe(0));
  });

  it("gives plain text as text, and the count of deliveries", async () => {
    await begin();
    const { messageId } = await send("just words");
    await soon(async () => expect(await host.seen("take")).toMatchObject([{ message: "just words", metadata: { id: messageId, dequeueCount: 1 } }]));
  });

  it("delivers a failed message again, and after maxDequeueCount puts it into the poison queue, where it expires", async () => {
    await begin();
    await send('{"fail":true}');
    await soon(async () => expect(await lengthOf("work-poison")).toBe(1));
    expect((await host.seen("take")).map(({ metadata }) => metadata?.dequeueCount)).toEqual([1, 2]);
    const [copy] = (await queue("work-poison").peekMessages()).peekedMessageItems;
    expect(Buffer.from(copy?.messageText ?? "", "base64").toString()).toBe('{"fail":true}');
    const daysLeft = ((copy?.expiresOn.getTime() ?? 0) - Date.now()) / 86_400_000;
    expect(daysLeft).toBeGreaterThan(6.9);
    expect(daysLeft).toBeLessThan(7.1);
    expect(await lengthOf("work")).toBe(0);
  });

  it("puts what is not base64 into the poison queue as it is, without a call", async () => {
    await begin();
    await queue("work").sendMessage("no base64!");
    await soon(async () => expect(await lengthOf("work-poison")).toBe(1));
    expect((await queue("work-poison").peekMessages()).peekedMessageItems[0]?.messageText).toBe("no base64!");
    expect(await host.seen("take")).toEqual([]);
  });

  it("runs no more than batchSize + newBatchThreshold messages at once", async () => {
    await begin();
    for (let n = 0; n < 6; n++) await send('{"wait":"many"}');
    await soon(async () => expect((await host.seen("take")).length).toBeGreaterThanOrEqual(2));
    const atMost = async () => (await host.seen("take")).length <= 3;
    await stays(atMost, { forMs: 4 * QUICK.queueMaxPollMs }); // four more looks at the queue may not start another one
    await host.get("/api/gates/many");
    await soon(async () => expect(await lengthOf("work")).toBe(0));
    expect(await host.seen("take")).toHaveLength(6);
  });

  it("keeps a long-running message to itself by renewing its lease", async () => {
    const renew = vi.spyOn(QueueClient.prototype, "updateMessage");
    onTestFinished(() => renew.mockRestore());
    await begin({ queueLeaseSeconds: 1, queueRenewMs: 300 });
    await send('{"wait":"long"}');
    await soon(async () => expect(await host.seen("take")).toHaveLength(1));
    await until(() => renew.mock.calls.length >= 6); // longer than the lease
    expect(await host.seen("take")).toHaveLength(1);
    await host.get("/api/gates/long");
    await soon(async () => expect(await lengthOf("work")).toBe(0));
    expect(await host.seen("take")).toHaveLength(1);
  });

  it("lets running work end, and deletes its message, when the host closes", async () => {
    await begin();
    await send('{"wait":"closing"}');
    await soon(async () => expect(await host.seen("take")).toHaveLength(1));
    await host.get("/api/gates/closing");
    await host.close();
    expect(await lengthOf("work")).toBe(0);
    expect(process.env.TINY_TERMINATED).toBe(prefix);
  });
});

describe("a queue output", () => {
  it("sends one message for each item, which wakes the trigger on that queue", async () => {
    await begin();
    await queue("originals").createIfNotExists();
    await queue("originals").sendMessage(Buffer.from('{"n":1}').toString("base64"));
    await soon(async () =>
      expect((await host.seen("copied")).map(({ message }) => message)).toEqual(expect.arrayContaining([{ copyOf: { n: 1 } }, "plain"])),
    );
  });
});
