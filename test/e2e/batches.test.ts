import { describe, expect, it } from "vitest";
import type { AsrJob } from "../../lib/api/objects/job.js";
import { lacksLab, noLab } from "../local/lab/here.js";
import { BEFORE, codeOf, type Item, installations, installedVersion, TARGET, UBUNTU } from "./fleet.js";
import { servedFleet } from "./served-fleet.js";

type Page = Readonly<{ value: readonly AsrJob[] }>;
type Plan = Readonly<{
  PlanId: string;
  ToDo: number;
  MaxConcurrency: number;
  Machines: readonly Readonly<{ FriendlyName: string; Path: readonly string[]; BlockedBy: readonly Readonly<{ Code: string }>[] }>[];
}>;

const UPDATE = "Update-AzureRmRecoveryServicesAsrMobilityService";

describe.skipIf(noLab)(`batches on machines of the lab${lacksLab}`, { timeout: 240_000 }, () => {
  const fleet = servedFleet([{ version: TARGET, osTag: UBUNTU, seconds: 0.4 }]);

  const adoptAll = async (names: readonly string[], faults: (name: string) => object = () => ({})): Promise<Item[]> => {
    const items = await Promise.all(names.map((name) => fleet.add({ name, osTag: UBUNTU, agent: { version: BEFORE }, faults: faults(name) })));
    const protect = ({ itemId, name }: Item) =>
      fleet.run("New-ASRReplicationProtectedItem", { VMwareToAzure: true, ProtectableItem: itemId, Name: name });
    for (const job of await Promise.all(items.map(protect))) expect(job, JSON.stringify(job.Errors)).toMatchObject({ State: "Succeeded" });
    return items;
  };
  const idsOf = (items: readonly Item[]) => items.map(({ protectedId }) => protectedId);
  const children = async ({ Name }: AsrJob) => (await fleet.client.call<Page>("Get-ASRJob", { ParentJob: Name })).value;
  const detailsOf = ({ FleetDetails }: AsrJob) => FleetDetails.Batch;
  /** Adds to the inventory what New-AsrProtectableItem was not told. */
  const describeMachines = async (items: readonly Item[], columns: Readonly<Record<string, unknown>>) => {
    const Machines = items.map(({ name }) => ({ Fabric: "lab-cs", FriendlyName: name, ...columns }));
    const job = await fleet.run("Import-ASRInventory", { Machines });
    expect(job, JSON.stringify(job.Errors)).toMatchObject({ State: "Succeeded" });
  };

  it("update every machine once, at most so many at a time, and never two of one group", async () => {
    const items = await adoptAll(["many-01", "many-02", "many-03", "many-04", "many-05", "many-06"]);
    await describeMachines(items.slice(0, 3), { AvailabilityGroup: "sql" });
    const started = await fleet.start(UPDATE, { ReplicationProtectedItem: idsOf(items), MaxConcurrency: 3 });
    const job = await fleet.ended(started);
    expect(job, JSON.stringify(job.Errors)).toMatchObject({ State: "Succeeded", StateDescription: "Completed" });
    expect(detailsOf(job)).toMatchObject({ Total: 6, Succeeded: 6, MaxConcurrency: 3 });
    for (const { lab } of items) {
      expect(await installedVersion(lab)).toBe(TARGET);
      expect(await installations(lab)).toBe(1);
    }
    const all = await children(job);
    expect(all).toHaveLength(6);
    expect(mostAtOnce(all)).toBeLessThanOrEqual(3);
    expect(mostAtOnce(all)).toBeGreaterThan(1);
    expect(mostAtOnce(all.filter(({ TargetObjectName }) => ["many-01", "many-02", "many-03"].includes(TargetObjectName)))).toBe(1);
  });

  it("halt after so many failures, begin nothing more, and go on when they are resumed", async () => {
    const names = ["halt-01", "halt-02", "halt-03", "halt-04"];
    const items = await adoptAll(names, (name) => (name < "halt-03" ? { installerExitCode: 150 } : {}));
    const job = await fleet.run(UPDATE, { ReplicationProtectedItem: idsOf(items), MaxConcurrency: 1, MaxFailures: 2 });
    expect(job).toMatchObject({ State: "Suspended", AllowedActions: ["Resume", "Cancel"] });
    expect(codeOf(job)).toBe("BatchHalted");
    expect(detailsOf(job)).toMatchObject({ Failed: 2, Waiting: 2, Succeeded: 0 });
    expect(await Promise.all(items.map(({ lab }) => installations(lab)))).toEqual([1, 1, 0, 0]);
    const resumed = await fleet.run("Resume-ASRJob", { Name: job.Name });
    expect(resumed).toMatchObject({ State: "Succeeded", StateDescription: "PartiallySucceeded", AllowedActions: ["Restart"] });
    expect(detailsOf(resumed)).toMatchObject({ Failed: 2, Succeeded: 2 });
    for (const { lab } of items) await lab.setFaults({});
    const again = await fleet.run("Restart-ASRJob", { Name: job.Name });
    expect(again).toMatchObject({ State: "Succeeded", FleetDetails: { RestartOf: job.Name } });
    expect(detailsOf(again)).toMatchObject({ Total: 2, Succeeded: 2 });
    for (const { lab } of items) expect(await installedVersion(lab)).toBe(TARGET);
  });

  it("stop: what runs on a machine ends by itself, nothing further is begun", async () => {
    const items = await adoptAll(["stop-01", "stop-02", "stop-03"], (name) => (name === "stop-01" ? { installerHangs: true } : {}));
    const started = await fleet.start(UPDATE, { ReplicationProtectedItem: idsOf(items), MaxConcurrency: 1 });
    for (const deadline = Date.now() + 60_000; (await installations(items[0]?.lab as Item["lab"])) === 0; ) expect(Date.now()).toBeLessThan(deadline);
    await fleet.client.call("Stop-ASRJob", { Name: started.Name });
    const job = await fleet.ended(started);
    expect(job).toMatchObject({ State: "Cancelled" });
    expect(detailsOf(job)).toMatchObject({ Cancelled: 1, Waiting: 2 });
    expect((await items[0]?.lab.exec("grep -qa '[.]/install' /proc/[0-9]*/cmdline && echo runs"))?.stdout.trim()).toBe("runs");
    expect(await Promise.all(items.slice(1).map(({ lab }) => installations(lab)))).toEqual([0, 0]);
  });

  it("carry out a plan exactly, or are refused when a machine is no longer as it showed", async () => {
    const items = await adoptAll(["plan-01", "plan-02", "plan-03"]);
    await describeMachines(items, { Tags: { wave: "1" } });
    const filter = { Fabric: "lab-cs", Tag: "wave=1", MaxConcurrency: 2 };
    const { Plan: first } = await fleet.client.call<{ Plan: Plan }>(UPDATE, { ...filter, WhatIf: true });
    expect(first).toMatchObject({ ToDo: 3, MaxConcurrency: 2 });
    expect(first.Machines.map(({ FriendlyName, Path }) => [FriendlyName, Path]).toSorted()).toEqual(
      ["plan-01", "plan-02", "plan-03"].map((name) => [name, [TARGET]]),
    );
    expect(await fleet.update(items[1] as Item)).toMatchObject({ State: "Succeeded" });
    await expect(fleet.client.call(UPDATE, { PlanId: first.PlanId })).rejects.toThrow(/PlanOutdated.*plan-02/s);
    expect(await installedVersion(items[0]?.lab as Item["lab"])).toBe(BEFORE);
    const { Plan: second } = await fleet.client.call<{ Plan: Plan }>(UPDATE, { ...filter, WhatIf: true });
    expect(second.ToDo).toBe(2);
    const job = await fleet.run(UPDATE, { PlanId: second.PlanId });
    expect(job, JSON.stringify(job.Errors)).toMatchObject({
      State: "Succeeded",
      FleetDetails: { Batch: { Total: 2, Succeeded: 2, PlanId: second.PlanId } },
    });
    for (const { lab } of items) expect(await installations(lab)).toBe(1);
  });

  it("install by a plan that showed the version", async () => {
    const bare = await fleet.add({ name: "bare-01", osTag: UBUNTU });
    const asked = { ProtectableItem: [bare.itemId], MaxConcurrency: 1 };
    const plan = async () => (await fleet.client.call<{ Plan: Plan }>("Install-ASRMobilityService", { ...asked, WhatIf: true })).Plan;
    expect(await plan()).toMatchObject({ ToDo: 0, Machines: [{ BlockedBy: [{ Code: "UnsupportedOperatingSystem" }] }] });
    await fleet.run("Test-ASRMobilityService", { ProtectableItem: bare.itemId });
    const { PlanId, Machines } = await plan();
    expect(Machines).toMatchObject([{ Path: [TARGET], BlockedBy: [] }]);
    const job = await fleet.run("Install-ASRMobilityService", { PlanId });
    expect(job, JSON.stringify(job.Errors)).toMatchObject({ State: "Succeeded", StateDescription: "Completed" });
    expect(await installedVersion(bare.lab)).toBe(TARGET);
  });
});

/** How many of these jobs overlapped, by the times that they show. */
function mostAtOnce(jobs: readonly AsrJob[]): number {
  const moments = jobs.flatMap(({ StartTime, EndTime }) => [
    { at: Date.parse(StartTime ?? ""), change: 1 },
    { at: Date.parse(EndTime ?? ""), change: -1 },
  ]);
  let now = 0;
  return Math.max(...moments.sort((a, b) => a.at - b.at || a.change - b.change).map(({ change }) => (now += change)));
}
