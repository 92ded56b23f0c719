import { QueueClient } from "@azure/storage-queue";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { fleetClient } from "../../../local/client.js";
import type { HostProcess } from "../../../local/host/process/host-process.js";
import { type Lab, startLab } from "../../../local/lab/lab.js";
import { newKey } from "../../../local/service.js";
import { type RunningStorage, startStorage } from "../../../local/storage.js";
import { lacksLab, noLab } from "../../local/lab/here.js";
import { BEFORE, type Fleet, type Item, installations, labOptions, openFleet, TARGET, UBUNTU, until } from "../fleet.js";
import { hostStarter } from "./host-starter.js";

/** The message of a dead host stays invisible for ten minutes, as on the real one; only the grace of a stop is shorter. */
const INTERVALS = { drainMs: 1000, queueMaxPollMs: 300 };
/** Far less than the ten minutes, and more than a busy machine needs. */
const SOON_MS = 45_000;

describe.skipIf(noLab)(`hosts that leave in the middle of a job${lacksLab}`, { timeout: 240_000 }, () => {
  let storage: RunningStorage;
  let lab: Lab;
  let key: string;
  let fleet: Fleet;
  let port: number;
  let first: HostProcess;
  let second: HostProcess | undefined;

  let begin: ReturnType<typeof hostStarter>;

  beforeAll(async () => {
    [storage, lab] = await Promise.all([startStorage(), startLab(labOptions)]);
    begin = hostStarter({ hostId: "e2e-hand-on", connectionString: storage.connectionString, intervals: INTERVALS, rescueAfterSeconds: 9 });
    first = await begin();
    port = Number(new URL(first.url).port);
    key = await newKey(storage.connectionString, { scope: "administrator", label: "e2e" });
    fleet = await openFleet({ client: fleetClient(first.url, key), lab });
    await fleet.importInstallers([{ version: TARGET, osTag: UBUNTU, seconds: 12, sizeBytes: 8_000_000 }]);
  }, 120_000);
  afterEach(async () => {
    await second?.kill();
    await first.kill();
    first = await begin(port);
  });
  afterAll(async () => {
    await Promise.all([first?.kill(), second?.kill()]);
    await Promise.all([storage?.close(), lab?.close()]);
  });

  /** A job whose installer runs, on the first host alone; the second one is there to take it up. */
  const running = async (name: string): Promise<Item & { job: string }> => {
    const item = await fleet.adopt({ name, osTag: UBUNTU, agent: { version: BEFORE } });
    const job = await fleet.start("Update-ASRMobilityService", { ReplicationProtectedItem: item.protectedId });
    await until(async () => (await installations(item.lab)) === 1);
    second = await begin();
    return { ...item, job: job.Name };
  };
  const endsOnTheSecond = async ({ job: Name, lab: machine }: Item & { job: string }): Promise<void> => {
    const { url = "" } = second ?? {};
    const ended = await (await openSecond(url)).ended({ Name });
    expect(ended).toMatchObject({ State: "Succeeded", Errors: [], FleetDetails: { VersionBefore: BEFORE, VersionAfter: TARGET } });
    expect(await installations(machine)).toBe(1);
  };
  const openSecond = async (url: string) => {
    const client = fleetClient(url, key);
    const ended = async ({ Name }: { Name: string }) => {
      let job: Record<string, unknown> = {};
      await until(async () => {
        job = await client.call("Get-ASRJob", { Name });
        return job.State !== "InProgress" && job.State !== "NotStarted";
      });
      return job;
    };
    return { ended };
  };

  it("keep no message back in the queue when all jobs have ended", async () => {
    const queue = new QueueClient(storage.connectionString, "fleet-jobs");
    const item = await fleet.adopt({ name: "quiet", osTag: UBUNTU, agent: { version: TARGET } });
    expect(await installations(item.lab)).toBe(0);
    await until(async () => (await queue.getProperties()).approximateMessagesCount === 0);
  });

  it("hand it on at once when they are stopped", async () => {
    const item = await running("stopped");
    const begun = Date.now();
    expect(await first.close()).toBe(0);
    await endsOnTheSecond(item);
    expect(Date.now() - begun).toBeLessThan(SOON_MS);
  });

  it("lose it to the next one in seconds when they are killed, which had nothing to do until then", async () => {
    const item = await running("killed");
    const begun = Date.now();
    await first.kill();
    await endsOnTheSecond(item);
    expect(Date.now() - begun).toBeLessThan(SOON_MS);
  });
});
