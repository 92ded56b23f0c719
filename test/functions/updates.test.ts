import { beforeEach, describe, expect, it } from "vitest";
import { memoryFleet } from "../api/call.js";
import { aMachine, anInstaller } from "../store/samples.js";

type Fleet = Awaited<ReturnType<typeof memoryFleet>>;
type Shown = Readonly<
  { FriendlyName: string; Path: string[]; BlockedBy: { Code: string; Message: string; RecommendedAction: string }[] } & Record<string, unknown>
>;

const GET = "Get-AsrMobilityServiceUpdate";
const TAG = "UBUNTU-22.04-64";
let fleet: Fleet;
let container: string;

const agent = (version: string, more = {}) =>
  ({ version, configured: true, servicesRunning: true, rebootRequired: "None", checkedAt: "2026-11-01T10:00:00.000Z", ...more }) as const;

beforeEach(async () => {
  fleet = await memoryFleet();
  await fleet.call("Set-AsrFabric", {
    Name: "CS1",
    Generation: "Classic",
    ServerAddress: "10.0.0.2",
    ServerVersion: "9.62.7096.1",
    Passphrase: "canary",
  });
  await fleet.call("New-AsrRunAsAccount", { Fabric: "CS1", AccountName: "root", UserName: "root", Password: "canary" });
  for (const version of ["9.60.6956.1", "9.61.7016.1", "9.62.7096.1", "9.63.7187.1"])
    await fleet.context.installers.create(anInstaller({ version, osTag: TAG, fileName: version }));
  container = ((await fleet.call("Get-AsrProtectionContainer", { Fabric: "CS1" })).body as { value: { ID: string }[] }).value[0]?.ID ?? "";
});

async function add(name: string, more: Parameters<typeof aMachine>[0] = {}) {
  const place = { fabric: "CS1", container: "default", name, friendlyName: name };
  await fleet.context.machines.create(
    aMachine({ ...place, protectedItem: `${name}-item`, accountId: "1", osTag: TAG, agent: agent("9.61.7016.1"), ...more }),
  );
}

const updates = async (more: object = {}) => {
  const { status, body } = await fleet.call(GET, { Fabric: "CS1", ...more });
  expect(status).toBe(200);
  return (body as { value: Shown[] }).value;
};

describe("Get-AsrMobilityServiceUpdate", () => {
  it("shows version, driver, way, restart and nothing in the way, without touching a machine", async () => {
    await add("web-1", { agent: agent("9.61.7016.1", { driverVersionAtBoot: "9.60.6956.1" }) });
    expect(await updates()).toMatchObject([
      {
        FriendlyName: "web-1",
        InstalledVersion: "9.61.7016.1",
        DriverVersion: "9.60.6956.1",
        TargetVersion: "9.62.7096.1",
        UpdateAvailable: true,
        Path: ["9.62.7096.1"],
        CountedBy: "ReleaseList",
        RebootRequired: "Recommended",
        RebootPending: "None",
        BlockedBy: [],
        HeldVersions: [],
        AsOf: "2026-11-01T10:00:00.000Z",
      },
    ]);
    const one = await fleet.call(GET, { ReplicationProtectedItem: `${container}/replicationProtectedItems/web-1-item` });
    expect(one.body).toMatchObject({ FriendlyName: "web-1", TargetVersion: "9.62.7096.1" });
    expect((await fleet.context.jobs.list({}, { size: 10 })).items).toEqual([]);
  });

  it("goes 9.16, 9.20, 9.24 as the vendor does, or names the installer that is missing on the way", async () => {
    await fleet.call("Set-AsrFabric", { Name: "CS1", ServerVersion: "9.24.5211.1" });
    await add("web-1", { osTag: "RHEL7-64", agent: agent("9.16.5015.1", { driverVersionAtBoot: "9.16.5015.1" }) });
    const create = (version: string) => fleet.context.installers.create(anInstaller({ version, osTag: "RHEL7-64", fileName: `r-${version}` }));
    await create("9.24.0.0");
    expect(await updates()).toMatchObject([
      { Path: [], BlockedBy: [{ Code: "InstallerMissing", Message: expect.stringContaining("an installer in between: 9.20, or an older one") }] },
    ]);
    await create("9.18.0.0");
    await create("9.20.0.0");
    expect(await updates()).toMatchObject([
      {
        ...{ Path: ["9.20.0.0", "9.24.0.0"], CountedBy: "MinorNumbers", RebootRequired: "Recommended", BlockedBy: [] },
        Hops: [
          { To: "9.20.0.0", RestartFirst: false, Restart: "Mandatory" },
          { To: "9.24.0.0", RestartFirst: true, Restart: "Recommended" },
        ],
      },
    ]);
    await add("web-2", { osTag: "RHEL7-64", agent: agent("9.20.0.0", { driverVersionAtBoot: "9.16.5015.1" }) });
    expect((await updates()).find(({ FriendlyName }) => FriendlyName === "web-2")).toMatchObject({
      Hops: [{ From: "9.20.0.0", To: "9.24.0.0", RestartFirst: true, Restart: "Recommended" }],
    });
  });

  it.each([
    ["DEBIAN7-64", /no installer for DEBIAN7-64 .* with its servers since 9\.36/, /Download Microsoft-ASR_UA\*DEBIAN7-64\*release\.tar\.gz of 9\.62/],
    ["RHEL10-64", /published no installer for RHEL, Rocky Linux, AlmaLinux 10/, /list of downloads/],
    ["RHEL8-64", /no installer for RHEL8-64/, /Import Microsoft-ASR_UA\*RHEL8-64\*release\.tar\.gz of 9\.62/],
    ["UBUNTU-24.04-64", /Ubuntu 24\.04 is supported from 9\.64 on/, /Update the servers of the fabric to 9\.64/],
  ])("says why there is no installer for %s, and how to come by one", async (osTag, why, cure) => {
    await add("web-1", { osTag });
    expect(await updates()).toMatchObject([
      { BlockedBy: [{ Code: "InstallerMissing", Message: expect.stringMatching(why), RecommendedAction: expect.stringMatching(cure) }] },
    ]);
  });

  it("tells the migration of a classic agent on Windows in an appliance's fabric, and refuses it on Linux", async () => {
    await fleet.call("Set-AsrFabric", { Name: "AP1", Generation: "Modernized", ServerVersion: "9.62.7096.1", SourceConfig: "{}" });
    await fleet.call("New-AsrRunAsAccount", { Fabric: "AP1", AccountName: "root", UserName: "root", Password: "canary" });
    await fleet.context.installers.create(anInstaller({ version: "9.62.7096.1", osTag: "Windows", fileName: "win.exe" }));
    const classic = { fabric: "AP1", agent: agent("9.61.7016.1", { traits: { csType: "CSLegacy" } }) };
    await add("win-1", { ...classic, osType: "Windows", osTag: "Windows" });
    await add("web-1", classic);
    const told = await updates({ Fabric: "AP1" });
    expect(told.find(({ FriendlyName }) => FriendlyName === "win-1")).toMatchObject({
      ...{ Path: ["9.62.7096.1"], Migration: expect.stringMatching(/from classic \(CSLegacy\) to modernized/) },
    });
    expect(told.find(({ FriendlyName }) => FriendlyName === "web-1")).toMatchObject({
      Path: [],
      Migration: null,
      BlockedBy: [{ Code: "RegisteredElsewhere" }],
    });
  });

  it("gives the reason why an operating system is not supported", async () => {
    const osProblem = "The Mobility service does not support Fedora release 40: of the Red Hat family RHEL is supported";
    await add("web-1", { osTag: undefined, osName: "Fedora release 40", osProblem, agent: undefined });
    expect(await updates()).toMatchObject([{ UpdateAvailable: false, BlockedBy: [{ Code: "UnsupportedOperatingSystem", Message: osProblem }] }]);
  });

  it("names everything that is in the way at once, each with its cure", async () => {
    const ProcessServers = [{ FriendlyName: "ps1", AgentVersion: "9.60.6956.1", LastHeartbeat: "2020-01-01T00:00:00Z" }];
    await fleet.call("Set-AsrFabric", { Name: "CS1", ProcessServers });
    await add("web-1", { accountId: undefined });
    const [{ BlockedBy } = { BlockedBy: [] }] = await updates();
    expect(BlockedBy.map(({ Code }) => Code)).toEqual(["ComponentsOutdated", "ProcessServerSilent", "AccountMissing"]);
    for (const { RecommendedAction } of BlockedBy) expect(RecommendedAction).toMatch(/\w{3}/);
  });

  it("is refused at the call, alone or in a batch, with the order; -WhatIf shows it among all that is in the way", async () => {
    const ProcessServers = [{ FriendlyName: "ps1", AgentVersion: "9.60.6956.1" }];
    await fleet.call("Set-AsrFabric", { Name: "CS1", ProcessServers });
    await add("web-1");
    const ReplicationProtectedItem = `${container}/replicationProtectedItems/web-1-item`;
    const refused = {
      status: 409,
      body: { error: { code: "ComponentsOutdated", message: expect.stringContaining("1. process server ps1 (9.60.6956.1)") } },
    };
    expect(await fleet.call("Update-AsrMobilityService", { ReplicationProtectedItem })).toMatchObject(refused);
    expect(await fleet.call("Update-AsrMobilityService", { Fabric: "CS1" })).toMatchObject(refused);
    const whatIf = await fleet.call("Update-AsrMobilityService", { ReplicationProtectedItem, WhatIf: true });
    expect(whatIf).toMatchObject({ status: 200, body: { Plan: { BlockedBy: [{ Code: "ComponentsOutdated" }] } } });
    const [{ ID: ProtectableItem } = { ID: "" }] = (
      (await fleet.call("Get-AsrProtectableItem", { ProtectionContainer: container })).body as { value: { ID: string }[] }
    ).value;
    for (const more of [{}, { WhatIf: true }]) {
      expect(await fleet.call("Install-AsrMobilityService", { ProtectableItem, ...more })).toMatchObject(refused);
      expect(await fleet.call("New-AsrReplicationProtectedItem", { ProtectableItem, Name: "web-1-item", ...more })).toMatchObject(refused);
    }
    expect((await fleet.context.jobs.list({}, { size: 10 })).items).toEqual([]);
    expect((await fleet.call("Update-AsrMobilityService", { ReplicationProtectedItem, TargetVersion: "9.60.6956.1" })).status).toBe(202);
  });

  it("pages through thousands, filters, and reads fabric, catalogue and accounts once a call", async () => {
    for (let i = 0; i < 1200; i++)
      await add(`m-${String(i).padStart(4, "0")}`, i % 3 === 0 ? { agent: agent("9.62.7096.1", { rebootRequired: "Mandatory" }) } : {});
    const seen: string[] = [];
    let token: string | undefined;
    do {
      const { body } = await fleet.call(GET, { Fabric: "CS1", Top: 1000, Available: true, ...(token && { SkipToken: token }) });
      const page = body as { value: Shown[]; nextLink?: string };
      seen.push(...page.value.map(({ FriendlyName }) => FriendlyName));
      token = page.nextLink === undefined ? undefined : (new URL(page.nextLink).searchParams.get("SkipToken") ?? undefined);
    } while (token);
    expect(new Set(seen).size).toBe(800);
    expect(seen).toHaveLength(800);
    expect((await updates({ RebootPending: true, Top: 1000 })).length).toBe(400);
    expect((await updates({ FriendlyName: "m-001*", AgentVersion: "9.61" })).length).toBe(7);
  });
});

describe("a version on hold", () => {
  const hold = (parameters: object) => fleet.call("New-AsrMobilityServiceHold", { Reason: "kernel panic", ...parameters });

  it("is never chosen, is shown with its reason, and is chosen again when the hold is gone", async () => {
    await add("web-1", { agent: agent("9.60.6956.1") });
    expect(await hold({ Version: "9.62", OSTag: TAG.toLowerCase() })).toMatchObject({
      status: 200,
      body: { OSTag: TAG, HeldBy: "administrator-key" },
    });
    expect(await updates()).toMatchObject([{ TargetVersion: "9.61.7016.1", Path: ["9.61.7016.1"] }]);
    expect((await updates())[0]?.HeldVersions).toContainEqual({ Version: "9.62.7096.1", Reason: "kernel panic" });
    const whatIf = { ReplicationProtectedItem: `${container}/replicationProtectedItems/web-1-item`, WhatIf: true };
    const asked = await fleet.call("Update-AsrMobilityService", { ...whatIf, TargetVersion: "9.62.7096.1" });
    expect(asked.body).toMatchObject({
      Plan: { Path: [], BlockedBy: [{ Code: "VersionOnHold", Message: expect.stringContaining("kernel panic") }] },
    });
    expect(await fleet.call("Remove-AsrMobilityServiceHold", { Version: "9.62" })).toMatchObject({
      status: 404,
      body: { error: { message: expect.stringContaining(`9.62 for ${TAG}`) } },
    });
    expect((await fleet.call("Remove-AsrMobilityServiceHold", { Version: "9.62", OSTag: TAG })).status).toBe(200);
    expect(await updates()).toMatchObject([{ TargetVersion: "9.62.7096.1" }]);
  });

  it("does not hold another system, and is listed", async () => {
    await add("web-1");
    await hold({ Version: "9.62", OSTag: "RHEL8-64" });
    expect(await updates()).toMatchObject([{ TargetVersion: "9.62.7096.1", HeldVersions: [] }]);
    expect((await fleet.call("Get-AsrMobilityServiceHold")).body).toMatchObject({
      value: [{ Version: "9.62", OSTag: "RHEL8-64", Reason: "kernel panic" }],
    });
    expect((await hold({ Version: "nine" })).status).toBe(400);
    expect((await hold({ Version: "9.62", OSTag: "OS2" })).body).toMatchObject({ error: { message: expect.stringContaining("UBUNTU-22.04-64") } });
  });

  it("is named when the way would lead through it", async () => {
    for (const { version } of await fleet.context.installers.list()) if (version !== "9.62.7096.1") await hold({ Version: version });
    await add("web-1", { agent: agent("9.56.6879.1") });
    await fleet.context.installers.create(anInstaller({ version: "9.56.6879.1", osTag: TAG, fileName: "old" }));
    expect(await updates()).toMatchObject([
      { Path: [], BlockedBy: [{ Code: "VersionOnHold", Message: expect.stringMatching(/is on hold: kernel panic.* leads through it/) }] },
    ]);
  });
});
