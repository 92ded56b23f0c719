import { BlobServiceClient } from "@azure/storage-blob";
import { afterEach, expect, inject, it, vi } from "vitest";
import { QUICK, startTinyHost, type TinyHost } from "../tiny-host.js";

const hosts: TinyHost[] = [];
afterEach(async () => {
  await Promise.all(hosts.splice(0).map((host) => host.close()));
});
const begin = async (hostId: string, schedule: string, intervals = {}) => {
  const host = await startTinyHost(`${hostId}${hosts.length}`, {
    hostId,
    settings: { TINY_SCHEDULE: schedule },
    intervals: { ...QUICK, ...intervals },
  });
  hosts.push(host);
  return host;
};
const soon = (check: () => Promise<void>) => vi.waitFor(check, { timeout: 30_000, interval: 50 });
const statusBlob = async (hostId: string, name: string) => {
  const container = BlobServiceClient.fromConnectionString(inject("storage")).getContainerClient("azure-webjobs-hosts");
  await container.createIfNotExists();
  return container.getBlockBlobClient(`timers/${hostId}/Host.Functions.${name}/status`);
};

it("runs by its schedule, which is a setting, and keeps no status when runs are closer than a minute", async () => {
  const host = await begin("timera", "* * * * * *");
  await soon(async () => expect((await host.seen("tick")).length).toBeGreaterThanOrEqual(2));
  expect((await host.seen("tick"))[0]?.timer).toEqual({ schedule: { adjustForDST: true }, scheduleStatus: null, isPastDue: false });
  expect(await (await statusBlob("timera", "every-second")).exists()).toBe(false);
});

it("runs at the start when asked to, and writes its status into a blob", async () => {
  const host = await begin("timerb", "0 0 0 3 1 *");
  await soon(async () => expect(await host.seen("at-start")).toMatchObject([{ timer: { isPastDue: false } }]));
  const blob = await statusBlob("timerb", "at-start");
  await soon(async () => {
    const { Last, Next } = JSON.parse(String(await blob.downloadToBuffer()));
    expect(Date.now() - Date.parse(Last)).toBeLessThan(10_000);
    expect(Next).toMatch(/-01-01T00:00:00.000[+-]\d\d:\d\d$/);
  });
});

it("catches up once, flagged, when its run is past due", async () => {
  const hourly = "0 0 * * * *";
  const last = new Date(Math.floor(Date.now() / 3_600_000) * 3_600_000 - 3 * 3_600_000);
  const next = new Date(last.getTime() + 3_600_000);
  const text = JSON.stringify({ Last: last.toISOString(), Next: next.toISOString(), LastUpdated: last.toISOString() });
  await (await statusBlob("timerc", "every-second")).upload(text, text.length);
  const host = await begin("timerc", hourly);
  await soon(async () => expect(await host.seen("tick")).toHaveLength(1));
  expect((await host.seen("tick"))[0]?.timer).toMatchObject({ isPastDue: true, scheduleStatus: { last: expect.stringContaining("T") } });
});

it("has one runner over several hosts on one storage; another takes over when it goes", async () => {
  const first = await begin("timerd", "* * * * * *");
  await soon(async () => expect((await first.seen("tick")).length).toBeGreaterThanOrEqual(1));
  const second = await begin("timerd", "* * * * * *");
  const before = (await first.seen("tick")).length;
  await soon(async () => expect((await first.seen("tick")).length).toBeGreaterThanOrEqual(before + 2));
  expect(await second.seen("tick")).toEqual([]);
  await first.close();
  await soon(async () => expect((await second.seen("tick")).length).toBeGreaterThanOrEqual(1));
});
