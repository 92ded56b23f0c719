import { QueueClient } from "@azure/storage-queue";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { AsrJob } from "../../../lib/api/objects/job.js";
import { lacksLab, noLab } from "../../local/lab/here.js";
import { until as waitUntil } from "../../until.js";
import { BEFORE, installations, isOpen, TARGET, until } from "../fleet.js";
import { type DyingHosts, dyingHosts } from "./dying-hosts.js";

describe.skipIf(noLab)(`messages that are lost or come twice${lacksLab}`, { timeout: 180_000 }, () => {
  let hosts: DyingHosts;
  beforeAll(async () => {
    hosts = await dyingHosts("e2e-lost-messages");
  }, 120_000);
  afterAll(() => hosts?.close());

  it("install once when the message was lost with the host, and the timer finds the job", async () => {
    const item = await hosts.adopt("killed-silently");
    const job = await hosts.update(item);
    await until(async () => (await installations(item.lab)) === 1);
    await hosts.kill();
    await new QueueClient(hosts.storage.connectionString, "fleet-jobs").clearMessages();
    await hosts.beginAgain();
    const isTakenUp = async () => {
      await fetch(`${hosts.host().url}/admin/functions/free-stale-jobs`, {
        method: "POST",
        body: "{}",
        headers: { "x-functions-key": hosts.host().adminKey },
      });
      return !isOpen(await hosts.fleet.client.call<AsrJob>("Get-ASRJob", { Name: job.Name }));
    };
    await waitUntil(isTakenUp, { everyMs: 500, withinMs: 120_000 });
    expect(await hosts.fleet.ended(job)).toMatchObject({ State: "Succeeded", FleetDetails: { VersionAfter: TARGET } });
    expect(await installations(item.lab)).toBe(1);
  });

  it("install once on each of ten machines when two hosts share the work and every message comes twice", async () => {
    await hosts.another();
    const names = Array.from({ length: 10 }, (_, i) => `shared-${i}`);
    const items = await Promise.all(names.map((name) => hosts.fleet.adopt({ name, osTag: "DEBIAN11-64", agent: { version: BEFORE } })));
    const queue = new QueueClient(hosts.storage.connectionString, "fleet-jobs");
    const jobs = await Promise.all(items.map(hosts.update));
    const again = (ticket: number) =>
      Promise.all(jobs.map(({ Name }) => queue.sendMessage(Buffer.from(JSON.stringify({ jobName: Name, ticket })).toString("base64"))));
    await again(1);
    await until(async () => (await Promise.all(items.map(({ lab: machine }) => installations(machine)))).some((count) => count > 0));
    for (const ticket of [1, 2, 3]) await again(ticket);
    const ended = await Promise.all(jobs.map(hosts.fleet.ended));
    for (const job of ended) expect(job).toMatchObject({ State: "Succeeded", FleetDetails: { VersionAfter: TARGET } });
    expect(await Promise.all(items.map(({ lab: machine }) => installations(machine)))).toEqual(items.map(() => 1));
  });
});
