import { createHash } from "node:crypto";
import { beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { parseInstallerName } from "../../lib/agents/installers/installer-name.js";
import { sampleFleet } from "../api/call.js";
import { aMachine } from "../store/samples.js";

const GZIP = Buffer.from([0x1f, 0x8b, ...Array<number>(20).fill(0)]);
const EXE = Buffer.from(`MZ${" ".repeat(20)}`);
const ErrorBody = z.object({
  error: z.object({ code: z.string(), message: z.string(), details: z.array(z.object({ recommendedAction: z.string() }).loose()).optional() }),
});
const Manual = z.object({
  TargetVersion: z.string().nullable(),
  Installers: z.array(z.object({ FileName: z.string(), DownloadUrl: z.string(), DownloadExpiresOn: z.string() })),
  Steps: z.array(z.object({ Title: z.string(), Commands: z.array(z.string()) })),
  RegistrationSecret: z.object({ Ways: z.array(z.string()) }),
  AntivirusExclusions: z.array(z.object({ Path: z.string(), IsOnVendorList: z.boolean() })),
  AzureVmAgent: z.array(z.string()),
  Text: z.string(),
});

let fleet: Awaited<ReturnType<typeof sampleFleet>>;
beforeEach(async () => {
  fleet = await sampleFleet();
});

/** Puts an installer into the catalogue, with some bytes. */
async function list(version: string, osTag: string, sizeBytes = 100): Promise<void> {
  const fileName = `Microsoft-ASR_UA_${version}_${osTag}_GA_20Jun2024_release.${osTag === "Windows" ? "exe" : "tar.gz"}`;
  const content = osTag === "Windows" ? EXE : GZIP;
  const sha256 = createHash("sha256").update(fileName).digest("hex");
  const { kind: _kind, ...name } = parseInstallerName(fileName);
  await fleet.context.installers.create({ fileName, ...name, sha256, sizeBytes, importedAt: "2026-11-01T10:00:00.000Z" });
  fleet.context.content.upload(fileName, fileName, content);
  await fleet.context.content.accept(fileName, fileName, sha256);
}
const make = (parameters: object = {}, options: object = {}) =>
  fleet.call("New-AsrMobilityServiceDeploymentPackage", { Fabric: "CS1", ...parameters }, options);
const manual = (parameters: object = {}) => fleet.call("Get-AsrMobilityServiceManualInstall", { ProtectableItem: fleet.item, ...parameters });
const errorOf = ({ status, body }: { status: number; body: unknown }) => ({ status, ...ErrorBody.parse(body).error });

describe("New-AsrMobilityServiceDeploymentPackage", () => {
  it("chooses for each system the newest installer that the server allows and nobody holds", async () => {
    await fleet.call("Set-AsrFabric", { Name: "CS1", ServerVersion: "9.62.7096.1" });
    for (const [version, tag] of [
      ["9.61.7016.1", "UBUNTU-22.04-64"],
      ["9.62.7096.1", "UBUNTU-22.04-64"],
      ["9.63.7187.1", "UBUNTU-22.04-64"],
      ["9.61.7016.1", "RHEL8-64"],
      ["9.62.7096.1", "RHEL8-64"],
      ["9.63.7187.1", "Windows"],
    ] as const)
      await list(version, tag);
    await fleet.call("New-AsrMobilityServiceHold", { Version: "9.62", OSTag: "RHEL8-64", Reason: "driver" });
    const { body } = await make({ WhatIf: true });
    expect(JSON.stringify(body)).toContain("9.61.7016.1_RHEL8-64");
    expect(JSON.stringify(body)).toContain("9.62.7096.1_UBUNTU-22.04-64");
    expect(JSON.stringify(body)).not.toMatch(/Windows|9\.63|9\.61\.7016\.1_UBUNTU/);
    expect(await fleet.call("Get-AsrJob", {})).not.toHaveProperty("body.value.0.JobType", "NewMobilityServiceDeploymentPackage");
    const { status, body: job } = await make({ OSTag: "ubuntu-22.04-64, UBUNTU-22.04-64" });
    expect(status).toBe(202);
    expect(job).toMatchObject({
      JobType: "NewMobilityServiceDeploymentPackage",
      TargetObjectType: "Server",
      TargetObjectName: "Config server",
      State: "NotStarted",
    });
  });

  it.each([
    ["an unknown system", { OSTag: "BEOS-64" }, 400, "InvalidParameter", /"BEOS-64" is no OS tag; expected one of .*RHEL8-64/],
    ["a system without an installer", { OSTag: "Windows" }, 409, "InstallerMissing", /^Windows: /],
    [
      "a version that is newer than the server",
      { OSTag: "UBUNTU-22.04-64", TargetVersion: "9.63" },
      409,
      "ComponentsOutdated",
      /newer than the configuration server/,
    ],
    ["a version that nobody has", { TargetVersion: "9.60" }, 409, "InstallerMissing", /no installer of 9\.60/],
    ["links without an end", { LinkHours: 168 }, 400, "InvalidParameter", /LinkHours.*whole number from 1 to 167/],
    ["a fabric that is not there", { Fabric: "CS9" }, 404, "ResourceNotFound", /CS9/],
  ])("refuses %s", async (_what, parameters, status, code, message) => {
    await fleet.call("Set-AsrFabric", { Name: "CS1", ServerVersion: "9.62.7096.1" });
    await list("9.62.7096.1", "UBUNTU-22.04-64");
    await list("9.63.7187.1", "UBUNTU-22.04-64");
    expect(errorOf(await make(parameters))).toMatchObject({ status, code, message: expect.stringMatching(message) });
  });

  it("says of a version on hold that it is on hold, with the reason, and of a missing one which file is missing", async () => {
    await fleet.call("Set-AsrFabric", { Name: "CS1", ServerVersion: "9.62.7096.1" });
    await list("9.62.7096.1", "RHEL8-64");
    await fleet.call("New-AsrMobilityServiceHold", { Version: "9.62", Reason: "case 4711" });
    expect(errorOf(await make({ OSTag: "RHEL8-64" }))).toMatchObject({
      status: 409,
      code: "VersionOnHold",
      message: "RHEL8-64: Version 9.62.7096.1 is on hold: case 4711.",
    });
    const { details = [] } = errorOf(await make({ OSTag: "Windows" }));
    expect(details[0]?.recommendedAction).toContain("Microsoft-ASR_UA*Windows*");
  });

  it("refuses an empty catalogue, a fabric without an address, and more than a zip can hold", async () => {
    expect(errorOf(await make())).toMatchObject({ code: "InstallerMissing" });
    await list("9.62.7096.1", "UBUNTU-22.04-64", 2_000_000_000);
    await list("9.62.7096.1", "RHEL8-64", 2_000_000_000);
    expect(errorOf(await make({ IncludeInstaller: true }))).toMatchObject({
      code: "InvalidParameter",
      message: expect.stringContaining("name fewer systems by OSTag"),
    });
    await fleet.call("Set-AsrFabric", { Name: "CS2", Generation: "Classic", Passphrase: "p" });
    expect(errorOf(await make({ Fabric: "CS2" }))).toMatchObject({ code: "InvalidParameter", message: expect.stringContaining("ServerAddress") });
    expect((await make({}, { key: fleet.keys.reader })).status).toBe(403);
  });

  it("has no link before the job has ended, and none for another job", async () => {
    await list("9.62.7096.1", "UBUNTU-22.04-64");
    const { Name } = z.object({ Name: z.string() }).parse((await make()).body);
    const link = (Job: string) => fleet.call("Get-AsrMobilityServiceDeploymentPackage", { Job });
    expect(errorOf(await link(Name))).toMatchObject({ status: 409, code: "Conflict", message: expect.stringContaining("has not ended yet") });
    const [other] = z
      .object({ value: z.array(z.object({ Name: z.string(), JobType: z.string() })) })
      .parse((await fleet.call("Get-AsrJob")).body)
      .value.filter(({ JobType }) => JobType === "AddProtectionProfile");
    expect(errorOf(await link(other?.Name ?? ""))).toMatchObject({
      status: 400,
      code: "InvalidParameter",
      message: expect.stringContaining("makes no deployment package"),
    });
  });
});

describe("Get-AsrMobilityServiceManualInstall", () => {
  const told = async (parameters: object = {}) => Manual.parse((await manual(parameters)).body);

  it("needs the system of a machine that nobody has looked at, and an installer for it", async () => {
    expect(errorOf(await manual())).toMatchObject({ status: 400, code: "InvalidParameter", message: expect.stringContaining("expected its OSTag") });
    expect(errorOf(await manual({ OSTag: "OL8-64" }))).toMatchObject({ status: 409, code: "InstallerMissing" });
    expect(errorOf(await manual({ OSTag: "OL8-64", LinkMinutes: 1 }))).toMatchObject({ status: 400, code: "InvalidParameter" });
  });

  it("gives exact commands, links that end soon, exclusions and notes, and no secret", async () => {
    await list("9.62.7096.1", "OL6-64");
    const answer = await told({ OSTag: "OL6-64", LinkMinutes: 10 });
    const commands = answer.Steps.flatMap(({ Commands }) => Commands);
    expect(commands).toContain("./install -d /usr/local/ASR -q -r MS -v VmWare");
    expect(commands).toContain("gzip -dc ../Microsoft-ASR_UA_9.62.7096.1_OL6-64_GA_20Jun2024_release.tar.gz | tar -xf -"); // by its content
    expect(commands).toContain(
      "/usr/local/ASR/Vx/bin/UnifiedAgentConfigurator.sh -P /var/lib/mobility-service-by-hand/connection.passphrase -i 10.0.0.2 -q",
    );
    expect(Date.parse(answer.Installers[0]?.DownloadExpiresOn ?? "")).toBeLessThan(Date.now() + 11 * 60_000);
    expect(answer.AntivirusExclusions).toContainEqual(expect.objectContaining({ Path: "/usr/local/ASR", IsOnVendorList: false }));
    expect(answer.AzureVmAgent.join()).toContain("ol6_addons");
    expect(answer.RegistrationSecret.Ways.join()).toContain("genpassphrase.exe -v");
    expect(answer.RegistrationSecret.Ways.join()).not.toContain("Windows:"); // it is a Linux machine
    for (const command of commands) expect(answer.Text).toContain(command);
    expect(JSON.stringify(answer)).not.toContain("canary");
  });

  it("knows the way of a machine that has an agent, hop by hop, and throws all that is in it", async () => {
    const { machines } = fleet.context;
    const found = await machines.find({ fabric: "CS1", container: "default", name: fleet.itemName });
    const agent = {
      version: "9.56.6879.1",
      configured: true,
      servicesRunning: true,
      rebootRequired: "None" as const,
      checkedAt: "2026-11-01T10:00:00.000Z",
    };
    if (found) await machines.replace({ ...found.value, osTag: "OL8-64", agent }, found.etag);
    await list("9.62.7096.1", "OL8-64");
    expect(errorOf(await manual())).toMatchObject({
      status: 409,
      code: "InstallerMissing",
      message: expect.stringContaining("needs an installer in between"),
    });
    await list("9.60.6956.1", "OL8-64");
    const answer = await told();
    expect(answer.Installers.map(({ FileName }) => FileName)).toEqual([
      expect.stringContaining("9.60.6956.1"),
      expect.stringContaining("9.62.7096.1"),
    ]);
    const commands = answer.Steps.flatMap(({ Commands }) => Commands);
    expect(commands.filter((command) => command === "./install -q -v VmWare")).toHaveLength(2);
    expect(commands.join()).not.toContain("UnifiedAgentConfigurator");
    expect(answer.RegistrationSecret.Ways).toEqual([]);
    expect(answer.Text).not.toContain("genpassphrase");

    const row = await machines.find({ fabric: "CS1", container: "default", name: fleet.itemName });
    if (row) await machines.replace({ ...row.value, agent: { ...agent, registeredWith: "10.9.9.9" } }, row.etag);
    expect(errorOf(await manual())).toMatchObject({
      status: 409,
      code: "RegisteredElsewhere",
      message: expect.stringContaining("is registered with 10.9.9.9, not with 10.0.0.2"),
    });
  });

  it("migrates a classic agent on Windows to an appliance, by the first installer, and refuses what no installer updates", async () => {
    await fleet.call("Set-AsrFabric", { Name: "AP1", Generation: "Modernized", SourceConfig: "{}" });
    for (const version of ["9.59.6930.1", "9.62.7096.1"]) await list(version, "Windows");
    const place = { fabric: "AP1", container: "default", name: "1f50b00a-c136-4fa1-bff8-df5bd584e63d", friendlyName: "win1" };
    const seen = { configured: true, servicesRunning: true, rebootRequired: "None" as const, checkedAt: "2026-11-01T10:00:00.000Z" };
    const agent = { ...seen, version: "9.55.6800.1", traits: { csType: "CSLegacy" } };
    await fleet.context.machines.create(aMachine({ ...place, osType: "Windows", osTag: "Windows", agent }));
    const ProtectableItem = `${fleet.container.replace("CS1", "AP1")}/replicationProtectableItems/${place.name}`;
    const { Steps } = await told({ ProtectableItem });
    expect(Steps.filter(({ Commands }) => Commands.some((command) => command.includes("UnifiedAgent.exe")))).toMatchObject([
      {
        Title: expect.stringMatching(/^Migrate the agent from classic to modernized/),
        Commands: [expect.stringMatching(/\/InstallationType Install \/CSType CSPrime/), expect.anything()],
      },
      { Title: "Update to 9.62.7096.1", Commands: [expect.stringMatching(/\/InstallationType Upgrade \/CSType CSPrime/), expect.anything()] },
    ]);
    expect(Steps.map(({ Title }) => Title)).toContain("Register");
    const change = async (more: object) => {
      const row = await fleet.context.machines.find(place);
      if (row) await fleet.context.machines.replace({ ...row.value, ...more }, row.etag);
    };
    await change({ agent: { ...agent, version: "9.5.0.0" } });
    expect(errorOf(await manual({ ProtectableItem }))).toMatchObject({
      status: 409,
      code: "UpgradeNotSupported",
      message: expect.stringContaining("9.6.0.0"),
    });
  });

  it("has the commands of Windows and of an appliance, too", async () => {
    const appliance = { Name: "AP1", Generation: "Modernized", SourceConfig: '{"a":"config-canary"}' };
    await fleet.call("Set-AsrFabric", appliance);
    await list("9.62.7096.1", "Windows");
    const container = fleet.container.replace("CS1", "AP1");
    await fleet.call("New-AsrProtectableItem", { ProtectionContainer: container, FriendlyName: "win1", IPAddress: "10.0.0.9", OSType: "Windows" });
    const { ID } = z
      .object({ ID: z.string() })
      .parse((await fleet.call("Get-AsrProtectableItem", { ProtectionContainer: container, FriendlyName: "win1" })).body);
    const answer = await told({ ProtectableItem: ID });
    const commands = answer.Steps.flatMap(({ Commands }) => Commands).join("\n");
    expect(commands).toContain(
      'UnifiedAgent.exe /Platform VmWare /Silent /Role MS /CSType CSPrime /InstallLocation "C:\\Program Files (x86)\\Microsoft Azure Site Recovery"',
    );
    expect(commands).toContain("/CSType CSPrime /SourceConfigFilePath C:\\MobilityServiceByHand\\config.json");
    expect(answer.AntivirusExclusions).toContainEqual(
      expect.objectContaining({ Path: "C:\\Program Files (x86)\\Microsoft Azure Site Recovery", IsOnVendorList: true }),
    );
    expect(answer.AzureVmAgent.join()).toContain("9.7.0.0");
    expect(answer.Text).toContain("KB4474419"); // what the catalogue has to say of the system
    expect(JSON.stringify(answer)).not.toContain("canary");
  });
});
