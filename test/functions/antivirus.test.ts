import { expect, it } from "vitest";
import { sampleFleet } from "../api/call.js";

const FOLDER = "C:\\ProgramData\\ASR\\agent";

/** A fleet whose machine was looked at: Defender lacks a folder. */
async function fleetWithWindows() {
  const fleet = await sampleFleet();
  const { machines } = fleet.context;
  const found = await machines.findByFriendlyName("CS1", "default", "vm1");
  if (!found) throw new Error("the machine is gone");
  const antivirus = { products: ["Microsoft Defender", "ESET"], missing: [FOLDER], added: [] };
  const agent = { configured: true, servicesRunning: true, rebootRequired: "None", checkedAt: "2026-11-01T10:00:00.000Z" } as const;
  await machines.replace({ ...found.value, osType: "Windows", osTag: "Windows", antivirus, agent, vmAgent: "Disabled" }, found.etag);
  return {
    ...fleet,
    set: (parameters: object) => fleet.call("Set-AsrMobilityServiceAntivirusExclusion", { Account: "LinuxAccount", ...parameters }),
  };
}

it("Set-AsrMobilityServiceAntivirusExclusion shows with WhatIf what it would add, and starts a job, or a batch", async () => {
  const { set, item } = await fleetWithWindows();
  expect((await set({ ProtectableItem: item, WhatIf: true })).body).toMatchObject({
    WhatIf: true,
    Plan: { Products: ["Microsoft Defender", "ESET"], ToAdd: [FOLDER], Added: [], AsOf: "2026-11-01T10:00:00.000Z" },
  });
  expect(await set({ ProtectableItem: item })).toMatchObject({ status: 202, body: { JobType: "SetMobilityServiceAntivirusExclusion" } });
  const planned = await set({ Fabric: "CS1", OSTag: "Windows", WhatIf: true });
  expect(planned.body).toMatchObject({ Plan: { Total: 1, ToDo: 1, Machines: [{ Warnings: [expect.stringContaining(FOLDER)] }] } });
  expect(await set({ Fabric: "CS1", OSTag: "Windows" })).toMatchObject({ status: 202, body: { DisplayName: "Set antivirus exclusions (batch)" } });
});

it("a machine shows its virus scanners, what they lack, and its Azure VM agent", async () => {
  const { call, container } = await fleetWithWindows();
  expect((await call("Get-AsrProtectableItem", { ProtectionContainer: container, FriendlyName: "vm1" })).body).toMatchObject({
    FleetDetails: {
      ...{ AntivirusProducts: ["Microsoft Defender", "ESET"], AntivirusExclusionsMissing: [FOLDER], AntivirusExclusionsAdded: [] },
      ...{ AzureVMAgent: "Disabled", FailedOverAt: null },
    },
  });
});

it("Get-AsrMobilityServiceManualUninstall says how to take back by hand what jobs have added", async () => {
  const { call, item, context } = await fleetWithWindows();
  const manual = async () => JSON.stringify((await call("Get-AsrMobilityServiceManualUninstall", { ProtectableItem: item })).body);
  expect(await manual()).not.toContain("Remove-MpPreference");
  const found = await context.machines.findByFriendlyName("CS1", "default", "vm1");
  const antivirus = { products: ["Microsoft Defender"], missing: [], added: ["D:\\it's\\agent"] };
  if (found) await context.machines.replace({ ...found.value, antivirus }, found.etag);
  expect(await manual()).toContain("Remove-MpPreference -ExclusionPath 'D:\\\\it''s\\\\agent'");
});

it("Install-AsrMobilityService hands on that it is to set the exclusions", async () => {
  const { call, item, context } = await fleetWithWindows();
  const { body } = await call("Install-AsrMobilityService", { ProtectableItem: item, Account: "LinuxAccount", ExcludeFromAntivirus: true });
  const job = await context.jobs.find((body as { Name: string }).Name);
  expect(job?.value.input).toMatchObject({ excludeFromAntivirus: true });
});
