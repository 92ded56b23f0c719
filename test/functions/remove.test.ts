import { describe, expect, it } from "vitest";
import { memoryFleet, sampleFleet } from "../api/call.js";

/** A fleet whose only machine is no replication protected item. */
async function withMachine() {
  const fleet = await memoryFleet();
  await fleet.call("Set-AsrFabric", {
    Name: "CS1",
    FriendlyName: "Config server",
    Generation: "Classic",
    ServerAddress: "10.0.0.2",
    Passphrase: "canary",
  });
  await fleet.call("New-AsrRunAsAccount", { Fabric: "CS1", AccountName: "root", UserName: "root", Password: "canary" });
  const { body } = await fleet.call("Get-AsrProtectionContainer", { Fabric: "CS1" });
  const container = (body as { value: { ID: string }[] }).value[0]?.ID ?? "";
  await fleet.call("New-AsrProtectableItem", { ProtectionContainer: container, FriendlyName: "vm1", IPAddress: "10.0.0.4", OSType: "Linux" });
  const item = async () =>
    (await fleet.call("Get-AsrProtectableItem", { ProtectionContainer: container, FriendlyName: "vm1" })).body as { ID: string; Name: string };
  const endJobs = async () => {
    for (const { name } of (await fleet.context.jobs.list({}, { size: 50 })).items) {
      const found = await fleet.context.jobs.find(name);
      if (found)
        await fleet.context.jobs.replace({ ...found.value, state: "Succeeded", stateDescription: "Completed" }, found.etag, found.value.state);
    }
  };
  return { ...fleet, container, item, endJobs };
}

describe("Remove-AsrProtectableItem", () => {
  it("removes a machine, whose name is free then, after WhatIf showed it", async () => {
    const { call, container, item, endJobs } = await withMachine();
    await endJobs();
    const { ID } = await item();
    const shown = await call("Remove-AsrProtectableItem", { InputObject: ID, WhatIf: true });
    expect(shown.body).toMatchObject({ WhatIf: true, Target: "vm1" });
    expect(await call("Remove-AsrProtectableItem", { InputObject: ID })).toMatchObject({ status: 200, body: { FriendlyName: "vm1", ID } });
    expect((await call("Get-AsrProtectableItem", { ProtectionContainer: container })).body).toMatchObject({ value: [] });
    expect((await call("Remove-AsrProtectableItem", { InputObject: ID })).body).toMatchObject({ error: { code: "ResourceNotFound" } });
    const again = { ProtectionContainer: container, FriendlyName: "vm1", IPAddress: "10.0.0.4", OSType: "Linux" };
    expect((await call("New-AsrProtectableItem", again)).status).toBe(202);
  });

  it("is refused while a job on the machine has not ended, and names it", async () => {
    const { call, item, context } = await withMachine();
    const { ID } = await item();
    const [open] = (await context.jobs.list({}, { size: 1 })).items;
    const refused = await call("Remove-AsrProtectableItem", { InputObject: ID });
    expect(refused).toMatchObject({ status: 409, body: { error: { message: expect.stringContaining(open?.name ?? "-") } } });
  });

  it("is refused for a replication protected item, and says how to end its protection", async () => {
    const { call, item } = await sampleFleet();
    const refused = await call("Remove-AsrProtectableItem", { InputObject: item });
    expect(refused.status).toBe(409);
    expect(JSON.stringify(refused.body)).toContain("Remove-AsrReplicationProtectedItem");
  });
});

describe("Remove-AsrFabric", () => {
  it("is refused while anything lies below the fabric, and lists it with Force and WhatIf", async () => {
    const { call, context } = await sampleFleet();
    const jobs = (await context.jobs.list({}, { size: 50 })).items.length;
    const refused = await call("Remove-AsrFabric", { InputObject: "CS1" });
    expect(refused).toMatchObject({ status: 409, body: { error: { message: "The fabric Config server has 1 machines and 1 run-as accounts" } } });
    const { body } = await call("Remove-AsrFabric", { InputObject: "CS1", Force: true, WhatIf: true });
    expect(body).toMatchObject({
      Plan: { Machines: 1, MachineNames: ["vm1"], ProtectedItems: 1, RunAsAccounts: ["LinuxAccount"], Containers: ["default"] },
    });
    expect((await context.jobs.list({}, { size: 50 })).items).toHaveLength(jobs);
  });

  it("starts a job of the kind that Azure Site Recovery has for it", async () => {
    const { call } = await sampleFleet();
    const started = await call("Remove-AsrFabric", { InputObject: "CS1", Force: true });
    expect(started).toMatchObject({ status: 202, body: { JobType: "DeleteFabric", TargetObjectName: "Config server" } });
  });
});
