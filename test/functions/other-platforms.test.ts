import { beforeEach, describe, expect, it, vi } from "vitest";
import { RECIPE_FACTS } from "../../lib/jobs/recipe-facts.js";
import type { RecipeName } from "../../lib/jobs/recipe-name.js";
import { memoryFleet } from "../api/call.js";
import { aJob, aMachine, anInstaller } from "../store/samples.js";

/** Windows stands here for a system on which no job acts. */
vi.mock("../../lib/agents/platforms.js", async (original) => {
  const { PLATFORMS } = await original<typeof import("../../lib/agents/platforms.js")>();
  return { PLATFORMS: { ...PLATFORMS, Windows: { usualPort: 22, onlyTag: "Windows" } } };
});

const VAULT = "/subscriptions/11111111-2222-3333-4444-555555555555/resourceGroups/rg-1/providers/Microsoft.RecoveryServices/vaults/vault-1";
const CONTAINER = `${VAULT}/replicationFabrics/CS1/replicationProtectionContainers/default`;
const ITEM = { ProtectableItem: `${CONTAINER}/replicationProtectableItems/win-1` };
const PROTECTED = `${CONTAINER}/replicationProtectedItems/win-1-item`;
const PLACE = { fabric: "CS1", container: "default", name: "win-1" };
const AGENT = {
  version: "9.61.7016.1",
  configured: true,
  servicesRunning: true,
  rebootRequired: "None",
  checkedAt: "2026-11-01T10:00:00.000Z",
} as const;

/** The call that starts a job of each recipe that logs in to a machine. */
const CALLS: Partial<Record<RecipeName, readonly [cmdlet: string, parameters: object]>> = {
  update: ["Update-AsrMobilityService", { ReplicationProtectedItem: PROTECTED }],
  install: ["Install-AsrMobilityService", ITEM],
  protect: ["New-AsrReplicationProtectedItem", { ...ITEM, Name: "win-1-item" }],
  test: ["Test-AsrMobilityService", ITEM],
  "test-account": ["Test-AsrRunAsAccount", { ...ITEM, Account: "one" }],
  uninstall: ["Uninstall-AsrMobilityService", ITEM],
  configure: ["Register-AsrMobilityService", ITEM],
  exclude: ["Set-AsrMobilityServiceAntivirusExclusion", ITEM],
  "vm-agent": ["Install-AsrAzureVMAgent", ITEM],
  unprotect: ["Remove-AsrReplicationProtectedItem", { InputObject: PROTECTED }],
};
/** Takes what it can get, and says in the bundle why the machine is not in there. */
const WITHOUT_THE_MACHINE: readonly RecipeName[] = ["support-bundle"];

let fleet: Awaited<ReturnType<typeof memoryFleet>>;
beforeEach(async () => {
  fleet = await memoryFleet();
  const server = { Generation: "Classic", ServerAddress: "10.0.0.2", ServerVersion: "9.62.7096.1", Passphrase: "canary" };
  await fleet.call("Set-AsrFabric", { Name: "CS1", ...server });
  await fleet.call("New-AsrRunAsAccount", { Fabric: "CS1", AccountName: "one", UserName: "Administrator", Password: "canary" });
  const machine = { ...PLACE, friendlyName: "win-1", osType: "Windows" as const, osTag: "Windows", accountId: "1", agent: AGENT };
  await fleet.context.machines.create(aMachine({ ...machine, protectedItem: "win-1-item" }));
  for (const version of ["9.61.7016.1", "9.62.7096.1"])
    await fleet.context.installers.create(anInstaller({ version, osTag: "Windows", fileName: `${version}.exe` }));
});

const jobs = async () => (await fleet.context.jobs.list({}, { size: 10 })).items;
const REFUSED = {
  status: 409,
  body: { error: { code: "PlatformNotSupported", message: expect.stringMatching(/win-1 \(Windows\).*expected machines with Linux/) } },
};

describe("a machine of a system on which no job acts", () => {
  it("is refused at the call for every recipe that logs in to one", async () => {
    const reaching = Object.entries(RECIPE_FACTS).flatMap(([recipe, { reachesMachine }]) => (reachesMachine ? [recipe] : []));
    expect([...Object.keys(CALLS), ...WITHOUT_THE_MACHINE].sort()).toEqual(reaching.sort());
  });

  it.each(Object.values(CALLS))("is refused by %s with its own error, and no job begins", async (cmdlet, parameters) => {
    expect(await fleet.call(cmdlet, parameters)).toMatchObject(REFUSED);
    expect(await jobs()).toEqual([]);
  });

  it.each(Object.values(CALLS))("is named by -WhatIf of %s", async (cmdlet, parameters) => {
    const { body, ...answer } = await fleet.call(cmdlet, { ...parameters, WhatIf: true });
    if (cmdlet === "Update-AsrMobilityService") {
      expect(body).toMatchObject({ Plan: { BlockedBy: expect.arrayContaining([expect.objectContaining({ Code: "PlatformNotSupported" })]) } });
    } else expect({ ...answer, body }).toMatchObject(REFUSED);
    expect(await jobs()).toEqual([]);
  });

  it("is refused in a list, and named in the plan of a container, whose batch leaves it out", async () => {
    expect(await fleet.call("Update-AsrMobilityService", { ReplicationProtectedItem: [PROTECTED], MaxConcurrency: 1 })).toMatchObject(REFUSED);
    const { body } = await fleet.call("Update-AsrMobilityService", { ProtectionContainer: CONTAINER, WhatIf: true });
    expect(body).toMatchObject({ Plan: { ToDo: 0, Blocked: 1, BlockedBy: [{ Code: "PlatformNotSupported", Machines: 1 }] } });
    const { PlanId } = (body as { Plan: { PlanId: string } }).Plan;
    const { body: batch } = await fleet.call("Update-AsrMobilityService", { PlanId });
    expect((await fleet.context.batches.list((batch as { Name: string }).Name, {}, { size: 10 })).items).toEqual([]);
  });

  it("is named as blocked by Get-AsrMobilityServiceUpdate, with the version that it would go to", async () => {
    const { body } = await fleet.call("Get-AsrMobilityServiceUpdate", { Fabric: "CS1" });
    const blocked = expect.arrayContaining([
      expect.objectContaining({ Code: "PlatformNotSupported", Message: expect.stringContaining("win-1 (Windows)") }),
    ]);
    expect(body).toMatchObject({ value: [{ FriendlyName: "win-1", TargetVersion: "9.62.7096.1", BlockedBy: blocked }] });
  });

  it("is refused when its failed job is to be done again, and no longer once its system on record is right", async () => {
    const time = new Date("2026-11-01T10:00:00.000Z");
    const failed = aJob(time, {
      target: { kind: "machine", ...PLACE, friendlyName: "win-1" },
      state: "Failed",
      endTime: time.toISOString(),
      recipe: "test",
    });
    await fleet.context.jobs.create(failed);
    expect(await fleet.call("Restart-AsrJob", { Name: failed.name })).toMatchObject(REFUSED);
    const found = await fleet.context.machines.find(PLACE);
    if (found) await fleet.context.machines.replace({ ...found.value, osType: "Linux" }, found.etag);
    expect(await fleet.call("Restart-AsrJob", { Name: failed.name })).toMatchObject({ status: 202 });
  });
});
