import { once } from "node:events";
import { createServer, type RequestListener, type ServerResponse } from "node:http";
import { type AddressInfo, createServer as createNetServer } from "node:net";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { SecretClient } from "@azure/keyvault-secrets";
import { expect, inject, it, onTestFinished } from "vitest";
import { systemClock } from "../../lib/core/clock.js";
import { Secret } from "../../lib/core/secret.js";
import { storageClients } from "../../lib/store/clients.js";
import { withCallDeadline } from "../../lib/store/rows/deadline.js";
import { untilIdle } from "../../lib/store/rows/idle-deadline.js";
import { keyVaultSecrets } from "../../lib/store/secrets/key-vault-secrets.js";
import { storage } from "../../lib/store/storage.js";
import { pace } from "../until.js";
import { aMachine } from "./samples.js";

const MS = 400;
const LATE = { code: "StorageUnavailable", retryable: true };

/** An account whose server does this with each request. */
const account = (answer: (response: ServerResponse) => void) =>
  accountOf((request, response) => {
    request.resume();
    answer(response);
  });

async function accountOf(listener: RequestListener) {
  const server = createServer(listener).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const at = `http://127.0.0.1:${(server.address() as AddressInfo).port}/a`; // a TCP server has an address object
  const key = Buffer.alloc(32).toString("base64");
  const connectionString = `DefaultEndpointsProtocol=http;AccountName=a;AccountKey=${key};TableEndpoint=${at};QueueEndpoint=${at};BlobEndpoint=${at};`;
  const clients = storageClients({ connectionString, callMs: MS });
  return { clients, stores: storage(clients, systemClock) };
}

const SILENT = () => {};
async function drip(response: ServerResponse, byte: string, everyMs: number, most = Number.POSITIVE_INFINITY): Promise<void> {
  for (let sent = 0; sent < most && !response.destroyed; sent++) {
    await pace(everyMs);
    response.write(byte);
  }
}
/** Says that much is to come and sends a byte now and then, each well within the deadline. */
const DRIPPING = (response: ServerResponse) => {
  response.writeHead(200, { "content-type": "application/json", "content-length": 1_000_000 });
  void drip(response, " ", MS / 8);
};

it.each([
  ["never answers", SILENT],
  ["drips its answer", DRIPPING],
] as const)("a call to storage that %s ends at its deadline", async (_, answer) => {
  const { stores } = await account(answer);
  const began = Date.now();
  await Promise.all([
    expect(stores.fabrics.find("site-1")).rejects.toMatchObject(LATE),
    expect(stores.fabrics.list()).rejects.toMatchObject(LATE),
    expect(stores.machines.create(aMachine({ protectedItem: "item-1" }))).rejects.toMatchObject(LATE),
    expect(stores.imports.put({ id: "x" } as never)).rejects.toMatchObject(LATE),
    expect(stores.content.uploadLink("i-1", "a", new Date())).resolves.toMatch(/^http/), // asks for nothing
    expect(stores.queue.send({ jobName: "j", ticket: 1 }, 0)).rejects.toMatchObject(LATE),
  ]);
  expect(Date.now() - began).toBeLessThan(10 * MS);
});

it("a question without content, such as the size of a file, ends there as well", async () => {
  const { stores } = await account(SILENT);
  await expect(stores.content.findUpload("i-1", "a")).rejects.toMatchObject(LATE);
  await expect(stores.content.open("a".repeat(64), 0)).rejects.toMatchObject(LATE);
});

it("a call to Key Vault ends at its deadline, also when the server does not even greet", async () => {
  const server = createNetServer(() => {}).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  const credential = { getToken: async () => ({ token: "t", expiresOnTimestamp: Date.now() + 3_600_000 }) };
  const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}`; // a TCP server has an address object
  const secrets = keyVaultSecrets(async () => new SecretClient(url, credential, withCallDeadline(MS)));
  const began = Date.now();
  await expect(secrets.find("one")).rejects.toMatchObject({ ...LATE, message: expect.stringContaining("ETIMEDOUT") });
  await expect(secrets.put("one", new Secret("1"))).rejects.toMatchObject(LATE);
  await expect(secrets.remove("one")).rejects.toMatchObject(LATE);
  expect(Date.now() - began).toBeLessThan(15 * MS);
});

it("a download ends when nothing more comes, and says so", async () => {
  const { clients } = await account((response) => response.writeHead(200, { "content-length": 10, etag: '"1"' }).write("abc"));
  const { readableStreamBody } = await clients.installers.getBlobClient("x").download(0, undefined, { maxRetryRequests: 0 });
  const reading = buffer(Readable.from(untilIdle("The file x", readableStreamBody as Readable, MS)));
  await expect(reading).rejects.toMatchObject({ ...LATE, message: expect.stringContaining("sent nothing more") });
});

it("a download that drips goes on for longer than a call may take, and one whose reader is slow as well", async () => {
  const { clients } = await account((response) => {
    response.writeHead(200, { "content-length": 16, etag: '"1"' });
    void drip(response, "x", MS / 4, 16).then(() => response.end());
  });
  const began = Date.now();
  const { readableStreamBody } = await clients.installers.getBlobClient("x").download(0, undefined, { maxRetryRequests: 0 });
  let read = 0;
  for await (const chunk of untilIdle("The file x", readableStreamBody as Readable, MS)) {
    if (read === 0) await pace(2 * MS);
    read += chunk.length;
  }
  expect(read).toBe(16);
  expect(Date.now() - began).toBeGreaterThan(2 * MS);
});

it("an upload goes on for as long as bytes go out, and ends when storage takes no more of them", async () => {
  const { clients } = await accountOf((request, response) => {
    if (request.url?.includes("stuck")) return void request.pause();
    request.resume().once("end", () => response.writeHead(201).end());
  });
  const upload = (name: string, pieces: () => Iterable<Buffer> | AsyncIterable<Buffer>, length: number) =>
    clients.papers.getBlockBlobClient(name).upload(() => Readable.from(pieces()), length);
  const began = Date.now();
  await upload("fine", slowly, 16);
  expect(Date.now() - began).toBeGreaterThan(1.5 * MS);
  await expect(upload("stuck", many, 512 * 64 * 1024)).rejects.toMatchObject({ code: "ETIMEDOUT" });
});

async function* slowly() {
  for (let i = 0; i < 16; i++) {
    await pace(MS / 8);
    yield Buffer.alloc(1);
  }
}

function* many() {
  for (let i = 0; i < 512; i++) yield Buffer.alloc(64 * 1024);
}

it("makes tables, queues and containers when they are first needed, also when somebody removed them", async () => {
  const clients = storageClients({ connectionString: inject("storage"), prefix: `M${Date.now().toString(36)}` });
  const { fabrics, machines, batches, queue, plans, jobLogs } = storage(clients, systemClock);
  const use = async () => {
    expect(await fabrics.list()).toEqual([]);
    expect((await machines.create(aMachine({ protectedItem: "item-1" }))).etag).toMatch(/./);
    await batches
      .add("b", [{ order: 1, state: "Waiting", friendlyName: "m" } as never])
      .catch((error) => expect(error).toMatchObject({ code: "Internal" }));
    await Promise.all([1, 2, 3].map((ticket) => queue.send({ jobName: "j", ticket }, 0)));
    expect(await plans.find("01890a5d-ac96-774b-bcce-b302099a8057")).toBeUndefined();
    await jobLogs.write("j", 0, "text");
    expect((await jobLogs.read("j", 0, 10)).text).toBe("text");
  };
  await use();
  await Promise.all([...Object.values(clients.tables).map((table) => table.deleteTable().catch(() => {})), clients.jobQueue.delete()]);
  await Promise.all([clients.logs, clients.papers].map((container) => container.deleteIfExists()));
  await use();
});
