import { randomBytes } from "node:crypto";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { QueueClient } from "@azure/storage-queue";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { AsrJob } from "../../lib/api/objects/job.js";
import { fleetClient } from "../../local/client.js";
import { type HostProcess, startHostProcess } from "../../local/host/process/host-process.js";
import { type Lab, startLab } from "../../local/lab/lab.js";
import { newKey } from "../../local/service.js";
import { type RunningStorage, startStorage } from "../../local/storage.js";
import { lacksLab, noLab } from "../local/lab/here.js";
import { until as waitUntil } from "../until.js";
import {
  BEFORE,
  type Fleet,
  type Item,
  installations,
  installedVersion,
  isOpen,
  labOptions,
  openFleet,
  QUICK,
  TARGET,
  UBUNTU,
  until,
} from "./fleet.js";

const SEALING_KEY = randomBytes(32).toString("base64");
/** A message whose host died is seen again after two seconds, not ten minutes. */
const INTERVALS = { queueLeaseSeconds: 2, queueRenewMs: 800, queueMaxPollMs: 300 };

describe.skipIf(noLab)(`hosts that die${lacksLab}`, { timeout: 180_000 }, () => {
  let storage: RunningStorage;
  let lab: Lab;
  let key: string;
  let port: number;
  let fleet: Fleet;
  let host: HostProcess;
  const others: HostProcess[] = [];

  const begin = (at = 0): Promise<HostProcess> =>
    startHostProcess({
      program: "dist/local/host.mjs",
      appDir: ".",
      port: at,
      hostId: "e2e-crash",
      intervals: INTERVALS,
      settings: {
        ...QUICK,
        AzureWebJobsStorage: storage.connectionString,
        FLEET_ALLOWED_DESTINATIONS: "127.0.0.0/8",
        FLEET_SEALING_KEY: SEALING_KEY,
        FLEET_RESCUE_AFTER_SECONDS: "6",
      },
    });
  beforeAll(async () => {
    [storage, lab] = await Promise.all([startStorage(), startLab(labOptions)]);
    host = await begin();
    port = Number(new URL(host.url).port);
    key = await newKey(storage.connectionString, { scope: "administrator", label: "e2e" });
    fleet = await openFleet({ client: fleetClient(host.url, key), lab });
    await fleet.importInstallers([
      { version: TARGET, osTag: UBUNTU, seconds: 4, sizeBytes: 8_000_000 },
      { version: TARGET, osTag: "DEBIAN11-64", seconds: 1 },
    ]);
  }, 120_000);
  afterAll(async () => {
    await Promise.all([host, ...others].map((one) => one?.kill()));
    await Promise.all([storage?.close(), lab?.close()]);
  });

  const adopt = (name: string) => fleet.adopt({ name, osTag: UBUNTU, agent: { version: BEFORE } });
  const update = ({ protectedId }: Item) => fleet.start("Update-ASRMobilityService", { ReplicationProtectedItem: protectedId });
  /** Settles as soon as such a file is on the machine's disk, or its folder is gone again: a test that is starved for a while may miss the moment itself. */
  const appears = async (item: Item, folder: string, file: RegExp): Promise<void> => {
    const path = join(lab.folder, "machines", item.name, "disk/root/var/lib/mobility-fleet", folder);
    let wasThere = false;
    const isThere = () => {
      const names = namesIn(path);
      if (names?.some((name) => file.test(name)) || (wasThere && !names)) return true;
      wasThere = names !== undefined;
      return false;
    };
    await waitUntil(isThere, { everyMs: 2, what: `${file} in ${path}` });
  };

  it.each<[string, string, RegExp, RegExp?]>([
    ["in the middle of the upload", "cache", /\.part$|^[0-9a-f]{64}$/],
    ["right after the installer was launched", "run", /^pid$/],
    ["then, and is back only when the installer has ended", "run", /^pid$/, /^rc$/],
    ["when the installer has just ended", "run", /^rc$/],
  ])("install once when the host is killed %s", async (moment, folder, dies, isBack = dies) => {
    const item = await adopt(`killed-${moment.replaceAll(/\W/g, "-")}`.slice(0, 40));
    const killed = appears(item, folder, dies).then(host.kill);
    const job = await update(item);
    await killed;
    await appears(item, folder, isBack);
    host = await begin(port);
    expect(await fleet.ended(job)).toMatchObject({ State: "Succeeded", Errors: [], FleetDetails: { VersionAfter: TARGET } });
    expect(await installations(item.lab)).toBe(1);
    expect(await installedVersion(item.lab)).toBe(TARGET);
    const log = await fleet.client.call<{ Text: string }>("Get-ASRJobLog", { Name: job.Name });
    expect(log.Text).toContain(`upgraded from ${BEFORE} to ${TARGET}`);
  });

  it("install once when the host is killed while the installer runs", async () => {
    const item = await adopt("killed-running");
    const job = await update(item);
    await until(async () => (await installations(item.lab)) === 1);
    await host.kill();
    host = await begin(port);
    expect(await fleet.ended(job)).toMatchObject({ State: "Succeeded", FleetDetails: { VersionBefore: BEFORE, VersionAfter: TARGET } });
    expect(await installations(item.lab)).toBe(1);
    const log = await fleet.client.call<{ Text: string }>("Get-ASRJobLog", { Name: job.Name });
    expect(log.Text).toContain(`upgraded from ${BEFORE} to ${TARGET}`);
  });

  it("install once when the message was lost with the host, and the timer finds the job", async () => {
    const item = await adopt("killed-silently");
    const job = await update(item);
    await until(async () => (await installations(item.lab)) === 1);
    await host.kill();
    await new QueueClient(storage.connectionString, "fleet-jobs").clearMessages();
    host = await begin(port);
    const isTakenUp = async () => {
      await fetch(`${host.url}/admin/functions/free-stale-jobs`, {
        method: "POST",
        body: "{}",
        headers: { "x-functions-key": host.adminKey },
      });
      return !isOpen(await fleet.client.call<AsrJob>("Get-ASRJob", { Name: job.Name }));
    };
    await waitUntil(isTakenUp, { everyMs: 500, withinMs: 120_000 });
    expect(await fleet.ended(job)).toMatchObject({ State: "Succeeded", FleetDetails: { VersionAfter: TARGET } });
    expect(await installations(item.lab)).toBe(1);
  });

  it("install once on each of ten machines when two hosts share the work and every message comes twice", async () => {
    others.push(await begin());
    const names = Array.from({ length: 10 }, (_, i) => `shared-${i}`);
    const items = await Promise.all(names.map((name) => fleet.adopt({ name, osTag: "DEBIAN11-64", agent: { version: BEFORE } })));
    const queue = new QueueClient(storage.connectionString, "fleet-jobs");
    const jobs = await Promise.all(items.map(update));
    const again = (ticket: number) =>
      Promise.all(jobs.map(({ Name }) => queue.sendMessage(Buffer.from(JSON.stringify({ jobName: Name, ticket })).toString("base64"))));
    await again(1);
    await until(async () => (await Promise.all(items.map(({ lab: machine }) => installations(machine)))).some((count) => count > 0));
    for (const ticket of [1, 2, 3]) await again(ticket);
    const ended = await Promise.all(jobs.map(fleet.ended));
    for (const job of ended) expect(job).toMatchObject({ State: "Succeeded", FleetDetails: { VersionAfter: TARGET } });
    expect(await Promise.all(items.map(({ lab: machine }) => installations(machine)))).toEqual(items.map(() => 1));
  });
});

/** What is in the folder, which may go at any moment. */
function namesIn(folder: string): readonly string[] | undefined {
  try {
    return readdirSync(folder);
  } catch {
    return undefined;
  }
}
