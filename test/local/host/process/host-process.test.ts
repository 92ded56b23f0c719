import { rmSync } from "node:fs";
import { QueueServiceClient } from "@azure/storage-queue";
import { build } from "esbuild";
import { afterAll, afterEach, beforeAll, expect, inject, it, vi } from "vitest";
import { type HostProcess, startHostProcess } from "../../../../local/host/process/host-process.js";
import { APP_DIR, QUICK, seenBy, tinySettings } from "../tiny-host.js";

const OUT = `node_modules/.cache/host-process-test-${process.pid}`; // inside node_modules, so that packages are found
const program = `${OUT}/host.mjs`;
const hosts: HostProcess[] = [];
const service = QueueServiceClient.fromConnectionString(inject("storage"));

beforeAll(async () => {
  await build({
    entryPoints: ["local/host.ts"],
    bundle: true,
    platform: "node",
    format: "esm",
    packages: "external",
    outfile: program,
    logLevel: "error",
  });
});
afterEach(async () => {
  await Promise.all(hosts.splice(0).map((host) => host.kill()));
});
afterAll(() => rmSync(OUT, { recursive: true, force: true }));

const begin = async (prefix: string, more = {}, intervals = {}) => {
  const settings = { ...tinySettings(prefix), ...more };
  const host = await startHostProcess({ program, appDir: APP_DIR, hostId: prefix, settings, intervals: { ...QUICK, ...intervals } });
  hosts.push(host);
  return host;
};
const soon = (check: () => Promise<void>) => vi.waitFor(check, { timeout: 30_000, interval: 50 });

it("gives a message to another host when the one that worked on it was killed", async () => {
  const queue = service.getQueueClient("procone-work");
  await queue.createIfNotExists();
  const first = await begin("procone", {}, { queueLeaseSeconds: 2, queueRenewMs: 60_000 });
  await queue.sendMessage(Buffer.from('{"wait":"for-ever"}').toString("base64"));
  await soon(async () => expect(await seenBy(first.url, "take")).toHaveLength(1));
  await first.kill();
  const second = await begin("procone", {}, { queueLeaseSeconds: 600 });
  await soon(async () => expect(await seenBy(second.url, "take")).toMatchObject([{ metadata: { dequeueCount: 2 }, pid: second.pid }]));
});

it("puts a message whose hosts died too often into the poison queue without a run", async () => {
  const queue = service.getQueueClient("proctwo-work");
  await queue.createIfNotExists();
  await queue.sendMessage(Buffer.from('"innocent"').toString("base64"));
  for (let died = 0; died < 2; died++) {
    await soon(async () => expect((await queue.receiveMessages({ visibilityTimeout: 1 })).receivedMessageItems).toHaveLength(1));
  }
  const host = await begin("proctwo");
  await soon(async () => expect((await service.getQueueClient("proctwo-work-poison").getProperties()).approximateMessagesCount).toBe(1));
  expect(await seenBy(host.url, "take")).toEqual([]);
});

it("drains at SIGTERM: answers what runs, takes nothing new, ends with 0", async () => {
  const host = await begin("procthree");
  const answer = fetch(`${host.url}/api/waits/term`);
  await soon(async () => expect(await seenBy(host.url, "waiting")).toHaveLength(1));
  const closed = host.close(); // the app opens the gate when it sees the signal
  expect(await (await answer).text()).toBe("done");
  expect(await closed).toBe(0);
  await expect(fetch(host.url)).rejects.toThrow();
});

it("ends at once at a second SIGTERM, whatever runs", async () => {
  const host = await begin("procfour", {}, { drainMs: 60_000 });
  const cut = fetch(`${host.url}/api/waits/for-ever`).catch(() => "cut off");
  await soon(async () => expect(await seenBy(host.url, "waiting")).toHaveLength(1));
  const closed = host.close();
  await soon(async () => await expect(fetch(host.url)).rejects.toThrow()); // it has seen the first
  process.kill(host.pid, "SIGTERM");
  expect(await closed).toBe(130);
  expect(await cut).toBe("cut off");
});

it("tells why when it cannot start", async () => {
  await expect(startHostProcess({ program, appDir: "test/local/host", settings: {} })).rejects.toThrow(/host\.json cannot be read/);
});
