import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { memoryFleet } from "../../api/call.js";
import { CONTAINER, CS, failed, loopbackVault, protectedItem, TOKEN } from "../../vault/loopback-vault.js";
import { carryOut } from "../carry-out.js";

type Shown = Readonly<Record<string, unknown>>;

let fleet: Awaited<ReturnType<typeof memoryFleet>>;
let vault: Awaited<ReturnType<typeof loopbackVault>>;

beforeEach(async () => {
  fleet = await memoryFleet();
  vault = await loopbackVault({ items: [protectedItem("web-01"), protectedItem("web-02", {}, { ipAddress: "10.0.0.32" })], pageSize: 1 });
});
afterEach(() => vault.close());

async function importVault(more: Shown = {}): Promise<Shown> {
  const { status, body } = await fleet.call("Import-AsrInventory", { FromVault: true, AccessToken: TOKEN, Endpoint: vault.url, ...more });
  expect({ status, body }).toMatchObject({ status: 202 });
  await carryOut(fleet.context);
  return (await fleet.call("Get-AsrJob", { Name: (body as { Name: string }).Name })).body as Shown;
}

const items = async (fabric = CS, container = CONTAINER) => {
  const ProtectionContainer = `/subscriptions/11111111-2222-3333-4444-555555555555/resourceGroups/rg-1/providers/Microsoft.RecoveryServices/vaults/vault-1/replicationFabrics/${fabric}/replicationProtectionContainers/${container}`;
  const { body } = await fleet.call("Get-AsrReplicationProtectedItem", { ProtectionContainer });
  return (body as { value: Shown[] }).value;
};

describe("a vault that is imported", () => {
  it("brings its fabric, servers, names of accounts and items, with what only it knows and when it was read", async () => {
    const job = await importVault();
    expect(job).toMatchObject({ State: "Succeeded", TargetObjectName: "vault-1" });
    expect(job.Tasks).toMatchObject([{}, { Message: "2 added, 0 changed, 0 unchanged" }, {}, {}, {}, {}]);
    expect((await fleet.context.fabrics.find(CS))?.value).toMatchObject({
      ...{ friendlyName: "CS1", generation: "Classic", serverAddress: "10.0.0.4", serverVersion: "9.62.7096.1" },
      processServers: [{ friendlyName: "PS1", agentVersion: "9.61.7000.1" }],
      masterTargets: [{ friendlyName: "MT1" }],
    });
    expect(await fleet.context.accounts.list(CS)).toMatchObject([
      { id: "1", name: "root", stopped: true, hasPassword: false },
      { id: "3", name: "LinuxAccount", stopped: true },
    ]);
    const [one] = (await items()).filter(({ FriendlyName }) => FriendlyName === "web-01");
    expect(one).toMatchObject({
      ...{ Name: "web-01-item", ProtectionState: "Protected", ReplicationHealth: "Normal", ActiveLocation: "Primary" },
      ProviderSpecificDetails: {
        AgentVersion: "9.59.6930.1",
        AgentExpiryDate: "2027-01-31T00:00:00.000Z",
        RpoInSeconds: 120,
        IsAgentUpdateRequired: "Required",
      },
      FleetDetails: { Address: "10.0.0.31", VaultName: "vault-1", VaultReadTime: "2026-11-01T10:00:00.000Z" },
    });
    expect(vault.requests.every((line) => line.startsWith("GET "))).toBe(true);
  });

  it("changes only what differs when it is imported again, and forgets what it no longer has", async () => {
    await importVault();
    expect((await importVault()).Tasks).toMatchObject([{}, { Message: "0 added, 0 changed, 2 unchanged" }, {}, {}, {}, {}]);
    vault.items = [protectedItem("web-01", { protectionState: "UnprotectedStatesBegin", replicationHealth: "Critical" })];
    expect((await importVault()).Tasks).toMatchObject([{}, { Message: "0 added, 2 changed, 0 unchanged" }, {}, {}, {}, {}]);
    const now = Object.fromEntries((await items()).map((item) => [item.FriendlyName, item]));
    expect(now["web-01"]).toMatchObject({ ReplicationHealth: "Critical" });
    expect(now["web-02"]).toMatchObject({ ProtectionState: "Unknown", ReplicationHealth: "None", FleetDetails: { VaultReadTime: null } });
  });

  it("keeps what is known of a machine on its way back from Azure by an appliance", async () => {
    const agent = { version: "9.66.7643.1", driverVersion: "9.66.7611.1", reasonsBlockingUpgrade: ["AlreadyOnLatestVersion"] };
    const before = { instanceType: "InMageRcm", primaryNicIpAddress: "10.1.2.3", mobilityAgentDetails: agent };
    vault.items = [protectedItem("web-01", {}, before)];
    await importVault();
    vault.items = [
      protectedItem("web-01", { activeLocation: "Recovery" }, { ...before, instanceType: "InMageRcmFailback", primaryNicIpAddress: null }),
    ];
    const job = await importVault();
    expect(job).toMatchObject({ State: "Succeeded" });
    const [machine] = (await fleet.context.machines.list(CS, CONTAINER, { size: 10 })).items;
    expect(machine).toMatchObject({
      address: "10.1.2.3",
      vault: { protectionState: "Protected", activeLocation: "Recovery", agentVersion: "9.66.7643.1", driverVersion: "9.66.7611.1" },
    });
    expect(JSON.stringify(job)).not.toContain("Kept");
  });

  it.each([
    ["InMageRcm", { mobilityAgentDetails: null }],
    ["InMageRcmFailback", { mobilityAgentDetails: null }],
    ["InMageRcmFailback", { mobilityAgentDetails: { version: "", driverVersion: null, lastHeartbeatUtc: "0001-01-01T00:00:00" } }],
    ["InMage", { agentDetails: null }],
    ["InMageAzureV2", { agentVersion: "" }],
  ])("keeps what it said of the agent while it says nothing of it, and tells (%s, %j)", async (instanceType, silent) => {
    await importVault();
    vault.items = [protectedItem("web-01", { activeLocation: "Recovery" }, { instanceType, agentVersion: null, agentExpiryDate: null, ...silent })];
    await importVault();
    const machines = (await fleet.context.machines.list(CS, CONTAINER, { size: 10 })).items;
    const { vault: facts } = machines.find(({ friendlyName }) => friendlyName === "web-01") ?? {};
    expect(facts).toMatchObject({ activeLocation: "Recovery", agentVersion: "9.59.6930.1", agentExpiryDate: "2027-01-31T00:00:00.000Z" });
    expect(JSON.stringify(await fleet.context.jobs.list({}, { size: 10 }))).toContain("web-01: the vault says nothing of its agent now");
  });

  it("finds a machine again whose item was made anew under another name", async () => {
    await importVault();
    const anew = protectedItem("web-01", {}, { instanceType: "InMageRcmFailback", mobilityAgentDetails: { version: "9.66.1.1" } });
    vault.items = [{ ...anew, id: String(anew.id).replace(/[^/]+$/, "anew"), name: "anew" }];
    await importVault();
    const machines = (await fleet.context.machines.list(CS, CONTAINER, { size: 10 })).items;
    expect(machines.map(({ friendlyName }) => friendlyName).toSorted()).toEqual(["web-01", "web-02"]);
    expect(machines.find(({ friendlyName }) => friendlyName === "web-01")?.vault).toMatchObject({ item: "anew", agentVersion: "9.66.1.1" });
  });

  it.each([{ properties: null }, { name: null }])("keeps a machine whose item comes with %j", async (odd) => {
    await importVault();
    vault.items = [{ ...protectedItem("web-01"), ...odd }];
    expect(await importVault()).toMatchObject({ State: "Succeeded" });
    const machines = (await fleet.context.machines.list(CS, CONTAINER, { size: 10 })).items;
    expect(machines.find(({ friendlyName }) => friendlyName === "web-01")?.vault).toMatchObject({ agentVersion: "9.59.6930.1" });
  });

  it.each(["InMageNext", "A2A", "HyperVReplicaAzure", ""])(
    "keeps what is known of a machine that is now of the type %j, and says so",
    async (instanceType) => {
      await importVault();
      const nothing = { instanceType, agentVersion: null, agentExpiryDate: null, ipAddress: null, osType: null };
      vault.items = [protectedItem("web-01", { replicationHealth: "Warning" }, nothing), protectedItem("new-01", {}, nothing)];
      const job = await importVault();
      expect(job).toMatchObject({ State: "Succeeded" });
      const machines = (await fleet.context.machines.list(CS, CONTAINER, { size: 10 })).items;
      expect(machines.find(({ friendlyName }) => friendlyName === "web-01")).toMatchObject({
        address: "10.0.0.31",
        vault: {
          protectionState: "Protected",
          replicationHealth: "Warning",
          agentVersion: "9.59.6930.1",
          agentExpiryDate: "2027-01-31T00:00:00.000Z",
        },
      });
      expect(machines.map(({ friendlyName }) => friendlyName)).not.toContain("new-01");
      const said = JSON.stringify(await fleet.context.jobs.list({}, { size: 10 }));
      expect(said).toContain(`web-01: its replication is of the type \\"${instanceType === "" ? "none" : instanceType}\\"`);
      expect(said.includes("Left out: new-01")).toBe(!["A2A", "HyperVReplicaAzure"].includes(instanceType));
    },
  );

  it("adds a machine of a type that is not known where its address and system are, and says so", async () => {
    vault.items = [protectedItem("new-01", {}, { instanceType: "InMageNext" })];
    await importVault();
    expect((await fleet.context.machines.list(CS, CONTAINER, { size: 10 })).items).toMatchObject([{ friendlyName: "new-01", address: "10.0.0.31" }]);
    expect(JSON.stringify(await fleet.context.jobs.list({}, { size: 10 }))).toContain("Kept, though not all of it could be read: new-01");
  });

  it("keeps the machines of a fabric whose type can be read no longer", async () => {
    await importVault();
    const [classic] = vault.fabrics;
    const properties = { friendlyName: "CS1", customDetails: { instanceType: "VMwareV3" } };
    vault.fabrics = [{ ...classic, properties }];
    const job = await importVault();
    expect(job).toMatchObject({ State: "Succeeded" });
    for (const machine of (await fleet.context.machines.list(CS, CONTAINER, { size: 10 })).items)
      expect(machine.vault).toMatchObject({ agentVersion: "9.59.6930.1" });
    expect(JSON.stringify(await fleet.context.jobs.list({}, { size: 10 }))).toContain("is of no type that could be read");
  });

  it("leaves what an administrator gave a fabric and a machine as it is", async () => {
    const { call, context } = fleet;
    await call("Set-AsrFabric", { Name: "CS1", Generation: "Classic", ServerAddress: "cs.example", ServerVersion: "9.60.1.0", Passphrase: "p" });
    await call("New-AsrRunAsAccount", { Fabric: "CS1", AccountName: "LinuxAccount", UserName: "admin", Password: "password-canary" });
    const Content = "Fabric,FriendlyName,Address,Port,OSType,Account,Tags\r\nCS1,web-01,web-01.example,2222,Linux,LinuxAccount,site=berlin";
    await call("Import-AsrInventory", { Content });
    await carryOut(fleet.context);
    const [before] = (await context.machines.list("CS1", "default", { size: 10 })).items;
    await importVault();
    const now = (await context.machines.list("CS1", "default", { size: 10 })).items;
    expect(now.find(({ friendlyName }) => friendlyName === "web-01")).toMatchObject({
      ...{ name: before?.name, address: "web-01.example", port: 2222, accountId: "1", tags: { site: "berlin" } },
      ...{ protectedItem: "web-01-item", vault: { protectionState: "Protected" } },
    });
    expect((await context.fabrics.find("CS1"))?.value).toMatchObject({ serverAddress: "cs.example", serverVersion: "9.62.7096.1" });
    expect((await context.accounts.list("CS1")).find(({ name }) => name === "LinuxAccount")).toMatchObject({ userName: "admin", hasPassword: true });
    expect(await context.fabrics.find(CS)).toBeUndefined();
  });

  it("is left alone for as long as it asks for, and the reading goes on where it was", async () => {
    const ok = { status: 200 };
    vault.plan(ok, ok, ok, ok, failed(429, "TooManyRequests", "Slow down", { "retry-after": "17" }));
    await fleet.call("Import-AsrInventory", { FromVault: true, AccessToken: TOKEN, Endpoint: vault.url });
    expect(await carryOut(fleet.context)).toContain(17);
    expect(await items()).toHaveLength(2);
    expect(vault.requests.filter((line) => line.includes("Items"))).toEqual([
      ...["GET replicationProtectedItems", "GET replicationProtectedItems 1", "GET replicationProtectedItems 1"],
    ]);
  });

  it.each([
    { what: "may not be read", answer: failed(403, "AuthorizationFailed", "The client may not read."), token: TOKEN },
    { what: "is asked with an expired token", answer: { status: 200 }, token: "stale-token-canary" },
  ])("changes nothing when it $what, and keeps the token nowhere", async ({ answer, token }) => {
    vault.plan(answer);
    const job = await importVault({ AccessToken: token });
    expect(job).toMatchObject({ State: "Failed", Errors: [{ ServiceErrorDetails: { Code: "VaultRefused" } }] });
    expect(await fleet.context.fabrics.list()).toEqual([]);
    expect(JSON.stringify([job, await fleet.context.jobs.list({}, { size: 10 })])).not.toContain(token);
    const [stored] = (await fleet.context.jobs.list({}, { size: 1 })).items;
    expect(await fleet.context.secrets.find(stored?.input.vault?.tokenSecret ?? "none")).toBeUndefined();
  });

  it("is not asked over plain HTTP unless it is on this machine", async () => {
    const { status, body } = await fleet.call("Import-AsrInventory", { FromVault: true, AccessToken: TOKEN, Endpoint: "http://vault.example" });
    expect({ status, body }).toMatchObject({ status: 400, body: { error: { target: "Endpoint" } } });
    expect(JSON.stringify(body)).not.toContain(TOKEN);
  });
});
