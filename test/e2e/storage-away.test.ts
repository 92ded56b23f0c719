import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { type IncomingMessage, request } from "node:http";
import { text } from "node:stream/consumers";
import { afterEach, expect, inject, it, onTestFinished, vi } from "vitest";
import { fleetClient } from "../../local/client.js";
import { type RunningHost, startHost } from "../../local/host/host.js";
import { newKey } from "../../local/service.js";
import { type RunningStorage, startStorage } from "../../local/storage.js";

vi.setConfig({ testTimeout: 120_000 });

const QUICK = { queueFirstPollMs: 20, queueMaxPollMs: 200, timerLockRetryMs: 200, drainMs: 3_000, terminateMs: 500 };
const SEALING_KEY = randomBytes(32).toString("base64");
const opened: { close(): Promise<void> }[] = [];
/** Hosts of one process share its environment, so there is one at a time. */
afterEach(async () => {
  for (const one of opened.splice(0).reverse()) await one.close();
});

/** The built app as it is deployed, on this storage. */
async function serve(settings: Readonly<Record<string, string>>): Promise<RunningHost> {
  const host = await startHost({ appDir: ".", hostId: `away${randomBytes(6).toString("hex")}`, intervals: QUICK, settings });
  opened.push(host);
  return host;
}

const answerOf = async (url: string, key: string, init: RequestInit = {}) => {
  const answer = await fetch(url, { ...init, headers: { authorization: `Bearer ${key}`, ...init.headers } });
  return { status: answer.status, headers: answer.headers, body: JSON.parse((await answer.text()) || "null") };
};
const A_KEY = `mf_${"0".repeat(16)}_${"a".repeat(43)}`;

it("starts without storage, says so to every caller, and works as soon as storage is there; also when it goes away and comes back empty", async () => {
  const first = await startStorage();
  await first.close();
  const host = await serve({
    AzureWebJobsStorage: first.connectionString,
    FLEET_ALLOWED_DESTINATIONS: "127.0.0.0/8",
    FLEET_SEALING_KEY: SEALING_KEY,
  });
  expect({ loadError: host.loadError, failed: host.failed }).toEqual({ loadError: null, failed: [] });
  expect(host.functions.map(({ kind }) => kind)).toEqual(expect.arrayContaining(["http", "queue", "timer"]));
  const isAway = async () => {
    for (const path of ["/api/health", "/api/Get-ASRFabric", `/subscriptions/${"0".repeat(8)}-0000-0000-0000-${"0".repeat(12)}/x`]) {
      const { status, body, headers } = await answerOf(`${host.url}${path}`, A_KEY);
      expect({ status, message: body.error.message, retry: headers.get("retry-after") }).toMatchObject({
        status: 503,
        message: expect.stringContaining("storage did not answer"),
        retry: "10",
      });
    }
  };
  await isAway();
  for (const _ of ["there", "back again"]) {
    const storage = await startStorage({ again: first.connectionString });
    opened.push(storage);
    await works(host, storage);
    await storage.close();
    await isAway();
  }
});

/** A call is answered, and a job comes out of the queue: it fails, because its machine is not there. */
async function works(host: RunningHost, storage: RunningStorage): Promise<void> {
  const client = fleetClient(host.url, await newKey(storage.connectionString, { scope: "administrator", label: "a" }));
  await client.call("Set-ASRFabric", {
    Name: "cs",
    Generation: "Classic",
    ServerAddress: "127.0.0.1",
    ServerVersion: "9.62.0.0",
    Passphrase: "p4ssphrase-1",
  });
  const { value } = await client.call<{ value: { ID: string }[] }>("Get-ASRProtectionContainer", { Fabric: "cs" });
  await client.call("New-ASRRunAsAccount", { Fabric: "cs", AccountName: "a", UserName: "root", Password: "x" });
  const machine = { ProtectionContainer: value[0]?.ID, FriendlyName: "m", IPAddress: "127.0.0.1", Port: 9, OSType: "Linux", Account: "a" };
  await client.call("New-ASRProtectableItem", machine);
  const item = await client.call<{ ID: string }>("Get-ASRProtectableItem", { ProtectionContainer: value[0]?.ID, FriendlyName: "m" });
  const job = await client.call<{ Name: string }>("Test-ASRMobilityService", { ProtectableItem: item.ID });
  const state = async () => (await client.call<{ State: string; Tasks: { State: string }[] }>("Get-ASRJob", { Name: job.Name })).State;
  await vi.waitFor(async () => expect(await state()).not.toBe("NotStarted"), { timeout: 30_000, interval: 200 });
}

it("with wrong settings every answer and the log name all of them, and no message is taken from a queue", async () => {
  const said: string[] = [];
  const spy = vi.spyOn(console, "error").mockImplementation((line) => void said.push(String(line)));
  onTestFinished(() => spy.mockRestore());
  const wrong = {
    FLEET_ALLOWED_DESTINATIONS: "nowhere",
    FLEET_SEALING_KEY: "short",
    FLEET_CHECK_SCHEDULE: "rubbish",
    FLEET_POLL_SECONDS: "soon",
  };
  const host = await serve({ AzureWebJobsStorage: inject("storage"), ...wrong });
  expect(host.loadError).toBeNull();
  expect([...new Set(host.functions.map(({ kind }) => kind))]).toEqual(["http"]);
  for (const path of ["/api/health", "/api/Get-ASRFabric", "/subscriptions/x", "/api/none"]) {
    const { status, body } = await answerOf(`${host.url}${path}`, A_KEY);
    expect(status).toBe(503);
    expect(body.error.code).toMatch(/^InvalidSettings$/);
    expect(body.error.details.map(({ target }: { target: string }) => target).sort()).toEqual(Object.keys(wrong).sort());
    for (const name of Object.keys(wrong)) expect(body.error.message).toContain(name);
  }
  for (const name of Object.keys(wrong)) expect(said.filter((line) => line.startsWith("error: ") && line.includes(name))).toHaveLength(1);
});

it("refuses a body that really comes in chunks, on cmdlets and on ARM, and starts nothing", async () => {
  const host = await serve({ AzureWebJobsStorage: inject("storage"), FLEET_ALLOWED_DESTINATIONS: "127.0.0.0/8", FLEET_SEALING_KEY: SEALING_KEY });
  const key = await newKey(inject("storage"), { scope: "administrator", label: "chunks" });
  for (const path of ["/api/Update-ASRMobilityService", "/api/Get-ASRJob", `/subscriptions/x/resourceGroups/y?api-version=2023-06-01`]) {
    const { status, body } = await inChunks(`${host.url}${path}`, key, JSON.stringify({ WhatIf: true }));
    expect({ status, body }).toMatchObject({ status: 400, body: { error: { message: expect.stringContaining("Content-Length") } } });
  }
});

async function inChunks(url: string, key: string, body: string): Promise<{ status: number; body: unknown }> {
  const headers = { authorization: `Bearer ${key}`, "transfer-encoding": "chunked" };
  const call = request(url, { method: "POST", headers });
  for (const piece of body) call.write(piece);
  call.end();
  const [answer] = (await once(call, "response")) as [IncomingMessage]; // the one argument of this event
  return { status: answer.statusCode ?? 0, body: JSON.parse(await text(answer)) };
}
