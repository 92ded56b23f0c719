import { beforeAll, describe, expect, it } from "vitest";
import type { LabFaults } from "../../../local/lab/machine/spec.js";
import { lacksLab, noLab } from "../../local/lab/here.js";
import { type Item, installations, installedVersion, TARGET, taskOf, UBUNTU } from "../fleet.js";
import { servedFleet } from "../served-fleet.js";
import { expectFailure } from "./expect-failure.js";

const vendor = (name: string) => new RegExp(`\\(ASRMobilityService${name}\\)`);

describe.skipIf(noLab)(`what is in the way of an installer in how a machine starts${lacksLab}`, { timeout: 120_000 }, () => {
  const fleet = servedFleet([{ version: TARGET, osTag: UBUNTU }]);
  let item: Item;
  beforeAll(async () => {
    item = await fleet.add({ name: "boot", osTag: UBUNTU });
  }, 120_000);

  const install = () => fleet.run("Install-ASRMobilityService", { ProtectableItem: item.itemId });
  const test = () => fleet.run("Test-ASRMobilityService", { ProtectableItem: item.itemId });
  const importKernels = (...kernels: string[]) =>
    fleet.client.call("Import-ASRMobilityServiceKernelList", { OSTag: UBUNTU, Version: "9.62", AsOf: "2024-06-20", Kernels: kernels.join("\n") });

  it.each<[string, string, LabFaults]>([
    ["UnsupportedFileSystem", "UnsupportedRootFileSystem", { rootFileSystem: "reiserfs" }],
    ["UnsupportedFileSystem", "UnsupportedBootFileSystem", { bootFileSystem: "vfat" }],
    ["UnsupportedBoot", "BootPartitionNotMounted", { bootNotMounted: true }],
    ["ReadOnlyFileSystem", "DirsNotWritable", { bootReadOnly: true }],
    ["UnsupportedBoot", "GrubDeviceNameChange", { grubDeviceNames: true }],
    ["UnsupportedBoot", "AcpiEqualsToZeroSet", { acpiZero: true }],
    ["ToolMissing", "LvmPackageMissing", { lvm: "no-tools" }],
    ["UnsupportedBoot", "BootOnLVMFromMultipleDisks", { lvm: "two-disks" }],
    ["ToolMissing", "DhcpClientNotAvailable", { dhcpClientMissing: true }],
  ])("is told as %s (%s) by a test and an installation, before the installer is copied", async (code, name, faults) => {
    await item.lab.setFaults(faults);
    expectFailure(await test(), code, vendor(name));
    expectFailure(await install(), code, vendor(name));
    expect(await installations(item.lab)).toBe(0);
  });

  it("says what is not known instead of ready, and goes on", async () => {
    await item.lab.setFaults({ lvm: "one-disk", grubMissing: true });
    const job = await test();
    expect(job).toMatchObject({ State: "Succeeded" });
    const message = taskOf(job, "check-health")?.Message;
    expect(message).toMatch(/nothing that is known is in its way\. .*no file of GRUB.*no list of kernels was imported/);
    expect(message).not.toMatch(/is ready/);
  });

  it("compares the running kernel with the vendor's list, in the test and the installation", async () => {
    await item.lab.setFaults({ kernel: "5.15.0-999-generic" });
    await importKernels("5.15.0-1-generic", "5.15.0-2-generic");
    const says = /does not support the running kernel 5\.15\.0-999-generic: the vendor's list for 9\.62 on UBUNTU-22\.04-64 of 2024-06-20/;
    expectFailure(await test(), "UnsupportedKernel", says);
    const job = await install();
    expectFailure(job, "UnsupportedKernel", says);
    expect(job.Errors[0]?.ServiceErrorDetails.RecommendedAction).toMatch(/configuration server, process servers, master targets\), then the agent/);
    expect(await installations(item.lab)).toBe(0);
  });

  it("shows an update's plan what the last look found in the way, and what it could not find out", async () => {
    const updated = await fleet.adopt({
      name: "planned",
      osTag: UBUNTU,
      agent: { version: "9.61.7016.1" },
      faults: { kernel: "5.15.0-1-generic" },
    });
    await updated.lab.setFaults({ acpiZero: true, grubMissing: false, kernel: "6.1.0-1-generic" });
    expectFailure(
      await fleet.run("Test-ASRMobilityService", { ReplicationProtectedItem: updated.protectedId }),
      "UnsupportedBoot",
      vendor("AcpiEqualsToZeroSet"),
    );
    const shown = await fleet.client.call("Get-ASRMobilityServiceUpdate", { ReplicationProtectedItem: updated.protectedId });
    expect(shown).toMatchObject({ BlockedBy: [{ Code: "UnsupportedBoot" }, { Code: "UnsupportedKernel" }], NotKnown: [] });
  });

  it("is over when it is mended", async () => {
    await item.lab.setFaults({ kernel: "5.15.0-2-generic" });
    const looked = await test();
    expect(taskOf(looked, "check-health")?.Message).toMatch(/the machine is ready for it/);
    const job = await install();
    expect(job, JSON.stringify(job.Errors)).toMatchObject({ State: "Succeeded" });
    expect(await installedVersion(item.lab)).toBe(TARGET);
  });
});
