import { describe, expect, it } from "vitest";
import type { AsrJob } from "../../lib/api/objects/job.js";
import { lacksLab, noLab } from "../local/lab/here.js";
import { BEFORE, type Item, installations, installedVersion, TARGET, taskOf, UBUNTU, until } from "./fleet.js";
import { servedFleet } from "./served-fleet.js";

describe.skipIf(noLab)(`stopping jobs${lacksLab}`, { timeout: 180_000, concurrent: true }, () => {
  const fleet = servedFleet([{ version: TARGET, osTag: UBUNTU }]);

  const update = ({ protectedId }: Item) => fleet.start("Update-ASRMobilityService", { ReplicationProtectedItem: protectedId });
  const stop = ({ Name }: Pick<AsrJob, "Name">) => fleet.client.call<AsrJob>("Stop-AzureRmRecoveryServicesAsrJob", { Name });

  it("lets an installer that runs go on, says so, and the next update waits for it instead of starting another", async () => {
    const item = await fleet.adopt({ name: "stopped", osTag: UBUNTU, agent: { version: BEFORE } });
    await item.lab.setFaults({ installerWaits: true });
    const job = await update(item);
    await until(async () => (await installations(item.lab)) === 1);
    expect(await stop(job)).toMatchObject({ StateDescription: "Cancelling", AllowedActions: [], FleetDetails: { CancelRequested: true } });
    const ended = await fleet.ended(job);
    expect(ended).toMatchObject({ State: "Cancelled", Errors: [] });
    expect(ended.Tasks.find(({ State }) => State === "Cancelled")?.Message).toMatch(/"install 9\.62\.7096\.1" goes on on the machine since \d+ s/);
    expect((await item.lab.exec("test -e /usr/local/.install.lck")).exitCode).toBe(0); // it is at work
    const next = await update(item);
    expect(next.Name).not.toBe(job.Name);
    await until(async () => /Waits for "install .*runs on the machine/.test(taskOf(await read(next), "check-readiness")?.Message ?? ""));
    await item.lab.setFaults({});
    expect(await fleet.ended(next)).toMatchObject({ State: "Succeeded", FleetDetails: { VersionAfter: TARGET } });
    expect(await installations(item.lab)).toBe(1);
    expect(await installedVersion(item.lab)).toBe(TARGET);
  });

  it("ends a job that waits before it touched the machine", async () => {
    const item = await fleet.adopt({ name: "waiting", osTag: UBUNTU, agent: { version: BEFORE } });
    await item.lab.setFaults({ vendorUpdateRunning: true });
    const job = await update(item);
    await until(async () => /vendor's own update/.test(taskOf(await read(job), "check-readiness")?.Message ?? ""));
    await stop(job);
    const ended = await fleet.ended(job);
    expect(ended).toMatchObject({ State: "Cancelled", StateDescription: "Cancelled" });
    expect(taskOf(ended, "check-readiness")?.Message).toBe("Stopped before the machine was changed");
    expect(await installations(item.lab)).toBe(0);
    expect(await stop(job)).toMatchObject({ State: "Cancelled" }); // a final job is answered as it is
  });

  const read = ({ Name }: Pick<AsrJob, "Name">) => fleet.client.call<AsrJob>("Get-ASRJob", { Name });
});
