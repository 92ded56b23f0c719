import { afterAll, describe, expect, it } from "vitest";
import { disturbedNetwork, type LabNetwork } from "../../local/lab/door/network.js";
import type { LabMachine } from "../../local/lab/machine/machine.js";
import { lacksLab, noLab } from "../local/lab/here.js";
import { BEFORE, codeOf, installations, labFile, TARGET, taskOf, UBUNTU } from "./fleet.js";
import { servedFleet } from "./served-fleet.js";
import { contentsOf } from "./traces.js";

const SIZE = 20_000_000;

describe.skipIf(noLab)(`moving installers${lacksLab}`, { timeout: 180_000, concurrent: true }, () => {
  const fleet = servedFleet([{ version: TARGET, osTag: UBUNTU, sizeBytes: SIZE }]);
  let network: LabNetwork | undefined;
  afterAll(async () => {
    await network?.close();
  });

  it("goes on where a broken connection left an upload, until the whole installer is there", async () => {
    const placeOf = async ({ place }: LabMachine) => {
      network = await disturbedNetwork(place);
      return network.place;
    };
    const item = await fleet.adopt({ name: "dropped", osTag: UBUNTU, agent: { version: BEFORE } }, { placeOf });
    network?.dropAfterBytes(8_000_000);
    const before = network?.sentBytes() ?? 0;
    const job = await fleet.update(item);
    expect(job).toMatchObject({ State: "Succeeded", Errors: [], FleetDetails: { VersionAfter: TARGET } });
    const sent = (network?.sentBytes() ?? 0) - before;
    expect(sent).toBeGreaterThan(SIZE);
    expect(sent).toBeLessThan(1.5 * SIZE);
    expect(fleet.said.filter(({ message }) => message.includes("ConnectionLost")).length).toBeGreaterThanOrEqual(2);
    expect(await installations(item.lab)).toBe(1);
  });

  it("does not send an installer again that is in the machine's cache", async () => {
    const item = await fleet.adopt({ name: "cached", osTag: UBUNTU, agent: { version: BEFORE } });
    await item.lab.setFaults({ installerDoesNothing: true });
    expect(codeOf(await fleet.update(item))).toBe("InstallerDidNothing");
    await item.lab.setFaults({});
    const job = await fleet.update(item);
    expect(job).toMatchObject({ State: "Succeeded" });
    expect(taskOf(job, "stage-installer")).toMatchObject({ StateDescription: "Skipped" });
  });

  it.each<[string, { spoil: (content: Buffer) => Buffer; osTag: string; says: RegExp; withDigest: boolean }]>([
    [
      "has another digest than was given",
      { osTag: "RHEL8-64", withDigest: true, says: /expected/, spoil: (content) => Buffer.concat([content, Buffer.from("x")]) },
    ],
    [
      "is no archive",
      { osTag: "RHEL9-64", withDigest: false, says: /not the kind of file/, spoil: () => Buffer.from("<html>Sign in to download</html>") },
    ],
  ])("refuses an upload that %s, and keeps nothing of it", async (_why, { osTag, withDigest, says, spoil }) => {
    const { fileName, sha256, content } = await labFile({ version: TARGET, osTag });
    const job = await fleet.importFile({ fileName, content: spoil(content), ...(withDigest && { sha256 }) });
    expect(job).toMatchObject({ State: "Failed", TargetObjectType: "MobilityServiceInstaller" });
    expect(codeOf(job)).toBe("InstallerCorrupt");
    expect(job.Errors[0]?.ServiceErrorDetails.Message).toMatch(says);
    expect(job.Errors[0]?.ServiceErrorDetails.RecommendedAction).toMatch(/[Dd]ownload/);
    expect(await fleet.client.call("Get-ASRMobilityServiceInstaller", { OSTag: osTag })).toEqual({ value: [] });
    const blobs = [...(await contentsOf(fleet.world.storage.connectionString)).keys()].filter((place) => place.includes(fileName));
    expect(blobs.filter((place) => place.startsWith("blob"))).toEqual([]);
  });

  it("refuses a name that no installer has, and one that the catalogue has already", async () => {
    const call = (FileName: string) => fleet.client.call("Import-ASRMobilityServiceInstaller", { FileName });
    await expect(call("agent.tar.gz")).rejects.toThrow(/400 InvalidParameter/);
    const { fileName } = await labFile({ version: TARGET, osTag: UBUNTU });
    await expect(call(fileName)).rejects.toThrow(/409 Conflict/);
  });
});
