import { createHash } from "node:crypto";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { z } from "zod";
import { recipeOf } from "../../../lib/jobs/recipes.js";
import { probeMachine } from "../../../lib/watch/probe-machine.js";
import { memoryFleet } from "../../api/call.js";
import { memoryContext } from "../../api/memory-context.js";
import { jobEngine } from "../../jobs/engine/engine.js";
import { memoryMessages } from "../../store/memory/memory-alerts.js";
import { memoryStorage } from "../../store/memory/memory-storage.js";
import { anInstaller } from "../../store/samples.js";
import { contentOf, reefBox } from "./box.js";
import { OS_TAG, WORDS } from "./platform.js";

/** Registered as any other: one row in the table of platforms, and nothing else of the product knows of it. */
vi.mock("../../../lib/agents/platforms.js", async (original) => {
  const { PLATFORMS } = await original<typeof import("../../../lib/agents/platforms.js")>();
  const { REEF } = await import("./platform.js");
  return { PLATFORMS: { ...PLATFORMS, Reef: { usualPort: 4022, platform: REEF } } };
});

const OLD = "9.61.7016.1";
const NEW = "9.62.7096.1";
const PASSWORD = "oyster-canary";

/** A fleet whose one machine has Reef, the cmdlets in front of it and the engine behind it. */
async function reefFleet() {
  const box = reefBox();
  const stores = memoryStorage();
  const engine = await jobEngine({}, { ...stores, recipeOf, connect: async () => box.remote });
  const fleet = await memoryFleet(memoryContext(engine.clock, stores));
  const call = async (cmdlet: string, parameters: object) => {
    const { status, body } = await fleet.call(cmdlet, parameters);
    expect({ cmdlet, status, body }).toMatchObject({ status: expect.toSatisfy((code: number) => code < 300) });
    return body;
  };
  const run = async (cmdlet: string, parameters: object) => {
    const { Name } = Named.parse(await call(cmdlet, parameters));
    await engine.drain();
    return engine.job(Name);
  };
  await call("Set-AsrFabric", { Name: "CS1", Generation: "Classic", ServerAddress: "10.0.0.2", Passphrase: "passphrase-canary", ServerVersion: NEW });
  await call("New-AsrRunAsAccount", { Fabric: "CS1", AccountName: "harbour", UserName: "master", Password: PASSWORD });
  for (const version of [OLD, NEW]) {
    const content = contentOf(version);
    const sha256 = createHash("sha256").update(content).digest("hex");
    stores.content.upload(version, version, content);
    await stores.content.accept(version, version, sha256);
    await stores.installers.create(anInstaller({ version, osTag: OS_TAG, fileName: `reef-${version}`, sha256, sizeBytes: content.length }));
  }
  const container = Listed.parse(await call("Get-AsrProtectionContainer", { Fabric: "CS1" })).value[0]?.ID ?? "";
  await run("New-AsrProtectableItem", {
    ...{ ProtectionContainer: container, FriendlyName: "reef-1", IPAddress: "10.0.0.40", OSType: "Reef", Account: "harbour" },
    HostKeySha256: "SHA256:uNiVztksCsDhcc0u9e8BrrQXVUpKZIDTMczCvj3tD2s",
  });
  const item = Listed.parse(await call("Get-AsrProtectableItem", { ProtectionContainer: container })).value[0]?.ID ?? "";
  const machine = async () => (await stores.machines.list("CS1", "default", { size: 1 })).items[0];
  return { ...{ box, stores, engine, call, run, machine }, on: { ProtectableItem: item }, item: `${container}/replicationProtectedItems/item-1` };
}

const Named = z.object({ Name: z.string() });
const Listed = z.object({ value: z.array(z.object({ ID: z.string() })) });

let reef: Awaited<ReturnType<typeof reefFleet>>;
beforeEach(async () => {
  reef = await reefFleet();
});

describe("a platform that touches only its own folder", () => {
  it("has its agent installed, registered, updated, restarted, registered anew and removed by the jobs that there are", async () => {
    const { run, on, item, box, machine } = reef;
    expect(await machine()).toMatchObject({ osType: "Reef", port: 4022 });
    const installed = await run("New-AsrReplicationProtectedItem", { ...on, Name: "item-1", TargetVersion: OLD });
    expect(installed).toMatchObject({ state: "Succeeded", learned: { osTag: OS_TAG, versionAfter: OLD } });
    expect(box.agent()).toMatchObject({ version: OLD, configured: true, serverAddress: "10.0.0.2" });
    const updated = await run("Update-AsrMobilityService", { ReplicationProtectedItem: item, Restart: true });
    expect(updated).toMatchObject({ state: "Succeeded", learned: { versionBefore: OLD, versionAfter: NEW, reboot: "None" } });
    expect(await machine()).toMatchObject({ osName: "Reef 1", osTag: OS_TAG, agent: { version: NEW, bootId: "boot-2", rebootRequired: "None" } });
    expect(await run("Test-AsrMobilityService", on)).toMatchObject({ state: "Succeeded" });
    expect(await run("Register-AsrMobilityService", on)).toMatchObject({ state: "Succeeded" });
    const removed = await run("Uninstall-AsrMobilityService", on);
    expect(removed).toMatchObject({ state: "Succeeded" });
    expect(box.agent()).toBeUndefined();
    expect(new Set(box.heard)).toEqual(new Set(WORDS.filter((word) => word !== "tell-files")));
  });

  it("is planned for, looked at by the watch, and asked for a support bundle", async () => {
    const { run, on, call, engine, stores, machine, box } = reef;
    const job = await run("Install-AsrMobilityService", { ...on, TargetVersion: OLD });
    expect(await call("Get-AsrMobilityServiceUpdate", on)).toMatchObject({ TargetVersion: NEW, Path: [NEW], BlockedBy: [] });
    const found = await machine();
    if (found) await probeMachine({ ...engine, ...stores, probeQueue: memoryMessages() })(found);
    expect(await machine()).toMatchObject({ agent: { version: OLD }, watch: { problems: [] } });
    const bundle = await run("Export-AsrSupportBundle", { Job: job.name });
    expect(bundle).toMatchObject({ state: "Succeeded" });
    expect(bundle.learned.partly).toBeUndefined();
    expect(box.heard).toContain("tell-files");
  });

  it("says in its own words what is in the way, and what a job waits for", async () => {
    const { run, on, box, call, engine } = reef;
    box.become({ architecture: "brick" });
    const failed = await run("Install-AsrMobilityService", on);
    expect(failed).toMatchObject({ state: "Failed", errors: [{ code: "UnsupportedArchitecture", message: "Reef 1 on brick" }] });
    box.become({ architecture: "coral", tide: "low" });
    const { Name } = Named.parse(await call("Install-AsrMobilityService", on));
    await engine.drain(2);
    expect(await engine.job(Name)).toMatchObject({
      state: "InProgress",
      tasks: expect.arrayContaining([expect.objectContaining({ message: "The tide is low: the deck is dry" })]),
    });
    box.become({ tide: "high" });
    await engine.drain();
    expect(await engine.job(Name)).toMatchObject({ state: "Succeeded" });
  });
});
