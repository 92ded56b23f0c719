import { afterEach, describe, expect, it } from "vitest";
import { destinations } from "../../lib/core/destinations.js";
import { Secret } from "../../lib/core/secret.js";
import type { VaultPlace } from "../../lib/fleet/vault/vault-place.js";
import { INSTANCE_TYPES } from "../../lib/vault/instance-types.js";
import { openVault } from "../../lib/vault/open-vault.js";
import { handClock } from "../jobs/engine/engine.js";
import { applianceFabric, CONTAINER, CS, classicFabric, failed, loopbackVault, protectedItem, TOKEN } from "./loopback-vault.js";

const SIGNAL = new AbortController().signal;
const READ = "2026-11-01T10:00:00.000Z";

let vault: Awaited<ReturnType<typeof loopbackVault>>;
afterEach(() => vault?.close());

const LOOPBACK = destinations(["127.0.0.0/8"]);
const noIdentity = () => {
  throw new Error("the app's own identity was asked for");
};
const open = (over: Partial<VaultPlace> = {}, token = TOKEN) =>
  openVault({ clock: handClock(), allowed: LOOPBACK, identity: noIdentity })({ ...vault.place, ...over }, new Secret(token));

describe("a vault", () => {
  it("gives its configuration server with everything that belongs to it, and accounts by name", async () => {
    vault = await loopbackVault();
    const [fabric] = await (await open()).readFabrics(SIGNAL);
    expect(fabric).toEqual({
      ...{ name: CS, friendlyName: "CS1", generation: "Classic", serverAddress: "10.0.0.4", serverVersion: "9.62.7096.1" },
      server: { lastHeartbeat: "2026-11-01T09:59:00.000Z", certificateExpiryDate: "2027-05-01T00:00:00.000Z", health: "Normal" },
      containers: [{ name: CONTAINER, friendlyName: "CS1" }],
      processServers: [
        {
          id: "ps-1",
          friendlyName: "PS1",
          ipAddress: "10.0.0.5",
          agentVersion: "9.61.7000.1",
          lastHeartbeat: "2026-11-01T09:58:00.000Z",
          readTime: READ,
        },
      ],
      masterTargets: [{ id: "mt-1", friendlyName: "MT1", ipAddress: "10.0.0.6", agentVersion: "9.62.7096.1", readTime: READ }],
      applianceParts: [],
      providers: [
        {
          ...{ name: "provider-1", friendlyName: "CS1", connected: true, lastHeartbeat: "2026-11-01T09:59:00.000Z" },
          ...{ providerVersion: "5.24.814.2", serverVersion: "9.62.7096.1" },
        },
      ],
      accounts: [
        { id: "1", name: "root" },
        { id: "3", name: "LinuxAccount" },
      ],
    });
  });

  it("gives an appliance with its parts, and leaves out what has no Mobility service", async () => {
    const hyperV = { id: "x", name: "hv", properties: { friendlyName: "hv", customDetails: { instanceType: "HyperVSite" } } };
    vault = await loopbackVault({ fabrics: [applianceFabric(), hyperV] });
    const fabrics = await (await open()).readFabrics(SIGNAL);
    expect(fabrics.map(({ name }) => name)).toEqual(["site-rcm"]);
    expect(fabrics[0]).toMatchObject({ generation: "Modernized", processServers: [{ friendlyName: "appl-ps", agentVersion: "9.62.7096.1" }] });
    expect(fabrics[0]?.applianceParts.map(({ role, agentVersion }) => [role, agentVersion])).toEqual([
      ["rcm proxy", "1.39.1.0"],
      ["provider", "5.24.814.2"],
    ]);
  });

  it("gives items of all three providers, with what only it knows of them and the time of the reading", async () => {
    const agent = { version: "9.60.1.0", driverVersion: "9.59.1.0", latestVersion: "9.62.1.0", agentVersionExpiryDate: "2027-02-01T00:00:00Z" };
    const rcm = { instanceType: "InMageRcm", primaryNicIpAddress: "10.0.0.33", osType: "Windows", lastRpoInSeconds: 60 };
    const reasons = { reasonsBlockingUpgrade: ["RebootRequired"] };
    const back = {
      instanceType: "InMage",
      osType: null,
      osDetails: { osType: "Linux" },
      agentVersion: null,
      agentDetails: { agentVersion: "9.58.1.0" },
    };
    const sick = { replicationHealth: "Critical", healthErrors: [{ errorCode: "78007", errorMessage: "m".repeat(600) }] };
    vault = await loopbackVault({
      items: [
        protectedItem("web-01", sick),
        protectedItem("web-02", {}, { ...rcm, mobilityAgentDetails: { ...agent, ...reasons } }),
        protectedItem("web-03", {}, back),
        protectedItem("a2a", {}, { instanceType: "A2A" }),
      ],
    });
    const { items, next } = await (await open()).readItems(undefined, SIGNAL);
    expect(next).toBeUndefined();
    const [one, two, three, four] = items;
    expect(items.map(({ kind }) => kind)).toEqual(["Mobility", "Mobility", "Mobility", "Other"]);
    expect(four).toMatchObject({ friendlyName: "a2a", instanceType: "A2A" });
    expect(one).toMatchObject({
      fabric: CS,
      container: CONTAINER,
      name: "web-01-item",
      friendlyName: "web-01",
      address: "10.0.0.31",
      osType: "Linux",
    });
    expect(one?.facts).toMatchObject({
      ...{ vaultName: "vault-1", item: "web-01-item", readTime: READ, protectionState: "Protected", replicationHealth: "Critical", rpoSeconds: 120 },
      ...{ agentVersion: "9.59.6930.1", agentExpiryDate: "2027-01-31T00:00:00.000Z", agentUpdateRequired: "Required" },
      healthErrors: [{ code: "78007", message: `${"m".repeat(500)} …` }],
    });
    expect(two).toMatchObject({ address: "10.0.0.33", osType: "Windows" });
    expect(two?.facts).toMatchObject({ agentVersion: "9.60.1.0", driverVersion: "9.59.1.0", upgradeBlockedBy: ["RebootRequired"], rpoSeconds: 60 });
    expect(three).toMatchObject({ osType: "Linux", facts: { agentVersion: "9.58.1.0" } });
  });

  it("gives an item of every type that the SDK knows, and of those that it does not know", async () => {
    const agent = { version: "9.66.7643.1", driverVersion: "9.66.7611.1", lastHeartbeatUtc: "2026-11-02T09:58:00Z" };
    const details = { agentVersion: null, ipAddress: null, osType: "Linux", mobilityAgentDetails: agent };
    const types = [...INSTANCE_TYPES, "inmagercm", "InMageNext"];
    vault = await loopbackVault({ items: types.map((instanceType) => protectedItem(instanceType, {}, { ...details, instanceType })) });
    const { items } = await (await open()).readItems(undefined, SIGNAL);
    expect(items.map(({ instanceType }) => instanceType)).toEqual(types);
    const found = Object.fromEntries(items.map((item) => [item.instanceType, item]));
    expect(items.filter(({ kind }) => kind === "Mobility").map(({ instanceType }) => instanceType)).toEqual([
      ...["InMageAzureV2", "InMage", "InMageRcm", "InMageRcmFailback", "inmagercm"],
    ]);
    for (const type of ["InMageRcm", "InMageRcmFailback", "InMageNext"])
      expect(found[type], type).toMatchObject({ osType: "Linux", facts: { agentVersion: "9.66.7643.1", driverVersion: "9.66.7611.1" } });
    expect(found.InMageNext).toMatchObject({ kind: "Unknown", facts: { protectionState: "Protected" } });
    expect(found.A2A).toMatchObject({ kind: "Other" });
  });

  it("gives the first address that can be dialled, wherever the type has it", async () => {
    const [rcm, back] = [{ instanceType: "InMageRcm", primaryNicIpAddress: "169.254.3.4" }, { instanceType: "InMageRcmFailback" }];
    const discovered = { discoveredVmDetails: { ipAddresses: ["fe80::1", "fd00::5", "10.0.0.5"] } };
    vault = await loopbackVault({
      items: [
        protectedItem("list", {}, { ipAddress: "fe80::1, fd00::1;169.254.1.1 10.0.0.1" }),
        protectedItem("none", {}, { ipAddress: "127.0.0.1,0.0.0.0" }),
        protectedItem("discovered", {}, { ...rcm, ...discovered }),
        protectedItem("nic", {}, { ...rcm, vmNics: [{ sourceIPAddress: "10.0.0.6" }], ...discovered }),
        protectedItem("back", {}, { ...back, vmNics: [{ sourceIpAddress: "10.0.0.7" }], ...discovered }),
      ],
    });
    const { items } = await (await open()).readItems(undefined, SIGNAL);
    expect(items.map(({ address }) => address)).toEqual(["10.0.0.1", undefined, "10.0.0.5", "10.0.0.6", "10.0.0.7"]);
  });

  it("gives the name that a machine has for itself and whether it is virtual, where the type tells it", async () => {
    const rcm = (discoveryType: unknown, vmFqdn: unknown) => ({
      instanceType: "InMageRcm",
      osType: "Linux",
      discoveryType,
      discoveredVmDetails: { vmFqdn },
    });
    vault = await loopbackVault({
      items: [
        protectedItem("vm", {}, rcm("VMware", "web01.contoso.com")),
        protectedItem("server", {}, rcm("Physical", "10.0.0.9")),
        protectedItem("none", {}, rcm("", "")),
        protectedItem("back", {}, { instanceType: "InMageRcmFailback", osType: "Linux", discoveredVmDetails: { vmFqdn: "web02" } }),
        protectedItem("classic", {}, { discoveryType: "vCenter" }),
        protectedItem("classic-server", {}, { discoveryType: "physical" }),
      ],
    });
    const { items } = await (await open()).readItems(undefined, SIGNAL);
    expect(items.map(({ facts }) => [facts.hostName, facts.machineType])).toEqual([
      ["web01.contoso.com", "VirtualMachine"],
      [undefined, "PhysicalServer"],
      [undefined, undefined],
      ["web02", undefined],
      [undefined, "VirtualMachine"],
      [undefined, "PhysicalServer"],
    ]);
  });

  it("shows what nobody would see in a name as a code", async () => {
    vault = await loopbackVault({ items: [protectedItem("a", { friendlyName: "web\u202e-01\u0007" })] });
    expect((await (await open()).readItems(undefined, SIGNAL)).items).toMatchObject([{ friendlyName: "web<U+202E>-01<U+0007>" }]);
  });

  it("is read page by page, and goes on where it was", async () => {
    vault = await loopbackVault({ items: ["a", "b", "c"].map((name) => protectedItem(name)), pageSize: 2 });
    const first = await (await open()).readItems(undefined, SIGNAL);
    expect(first.items.map(({ friendlyName }) => friendlyName)).toEqual(["a", "b"]);
    const second = await (await open()).readItems(first.next, SIGNAL);
    expect(second.items.map(({ friendlyName }) => friendlyName)).toEqual(["c"]);
    expect(second.next).toBeUndefined();
    expect(vault.requests).toEqual(["GET replicationProtectedItems", "GET replicationProtectedItems 2"]);
  });

  it("shows its token to nobody whom a page names", async () => {
    vault = await loopbackVault({ items: ["a", "b"].map((name) => protectedItem(name)), pageSize: 1 });
    vault.otherHost = true;
    const reader = await open();
    const { next } = await reader.readItems(undefined, SIGNAL);
    await expect(reader.readItems(next, SIGNAL)).rejects.toMatchObject({ code: "VaultUnavailable", retryable: false });
  });
});

describe("a vault that does not answer as hoped", () => {
  const cases = [
    { answer: failed(429, "TooManyRequests", "Slow down", { "retry-after": "17" }), error: { name: "VaultBusy", seconds: 17 } },
    {
      answer: failed(429, "TooManyRequests", "Slow down", { "retry-after": "Sun, 01 Nov 2026 10:00:40 GMT" }),
      error: { name: "VaultBusy", seconds: 40 },
    },
    { answer: failed(429, "TooManyRequests", "Slow down"), error: { name: "VaultBusy", seconds: 30 } },
    { answer: failed(403, "AuthorizationFailed", "The client may not read."), error: { code: "VaultRefused", retryable: false } },
    { answer: failed(500, "InternalServerError", "Oh"), error: { code: "VaultUnavailable", retryable: true } },
    { answer: failed(404, "ResourceNotFound", "No vault"), error: { code: "ResourceNotFound", retryable: false } },
  ];
  it.each(cases)("ends in $error for $answer.status, without the token in what it says", async ({ answer, error }) => {
    vault = await loopbackVault();
    const reader = await open();
    vault.plan(answer);
    const thrown = await reader.readItems(undefined, SIGNAL).catch((e: unknown) => e);
    expect(thrown).toMatchObject(error);
    expect(JSON.stringify([String(thrown), (thrown as Error).message])).not.toContain(TOKEN);
    expect(vault.requests).toHaveLength(1);
  });

  it("says that a token is expired", async () => {
    vault = await loopbackVault();
    await expect((await open({}, "stale")).readItems(undefined, SIGNAL)).rejects.toMatchObject({ code: "VaultRefused", target: "AccessToken" });
  });

  it("may pass when nobody listens there", async () => {
    vault = await loopbackVault();
    await expect((await open({ endpoint: "http://127.0.0.1:1" })).readItems(undefined, SIGNAL)).rejects.toMatchObject({
      code: "VaultUnavailable",
      retryable: true,
    });
  });

  it("takes a token only to HTTPS or loopback, and the app's own identity only to Azure", async () => {
    vault = await loopbackVault({ fabrics: [classicFabric()] });
    await expect(open({ endpoint: "http://vault.example" })).rejects.toMatchObject({ code: "InvalidParameter", target: "Endpoint" });
    await expect(open({ endpoint: "https://user:pw@vault.example" })).rejects.toMatchObject({ target: "Endpoint" });
    await expect(
      openVault({ clock: handClock(), allowed: LOOPBACK, identity: noIdentity })({ ...vault.place, endpoint: "https://vault.example" }),
    ).rejects.toMatchObject({
      target: "AccessToken",
    });
    await expect(
      openVault({ clock: handClock(), allowed: LOOPBACK, identity: noIdentity })({ ...vault.place, endpoint: "https://management.azure.com" }),
    ).rejects.toThrow("own identity");
  });

  it("is not asked on loopback, at the cloud's own addresses, or behind a name that leads there, unless the settings allow it", async () => {
    vault = await loopbackVault();
    const openStrictly = openVault({ clock: handClock(), allowed: destinations(), identity: noIdentity });
    const ask = async (endpoint: string) => (await openStrictly({ ...vault.place, endpoint }, new Secret(TOKEN))).readItems(undefined, SIGNAL);
    const { port } = new URL(vault.url);
    await expect(ask(vault.url)).rejects.toMatchObject({ code: "DestinationDenied" });
    await expect(ask("https://169.254.169.254")).rejects.toMatchObject({ code: "DestinationDenied" });
    await expect(ask(`http://localhost:${port}`)).rejects.toThrow(/localhost/);
    await expect(ask(`https://localhost:${port}`)).rejects.toThrow(/no connection is made there/);
    expect(vault.requests).toEqual([]);
  });

  it("does not send us, and the token, elsewhere", async () => {
    vault = await loopbackVault();
    const other = await loopbackVault();
    vault.plan({ status: 307, headers: { location: `${other.url}/subscriptions` } });
    await expect((await open()).readItems(undefined, SIGNAL)).rejects.toMatchObject({ code: "VaultUnavailable" });
    expect(other.requests).toEqual([]);
    await other.close();
  });
});
