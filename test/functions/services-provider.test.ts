import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { createServer } from "node:tls";
import { generate } from "selfsigned";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { memoryFleet } from "../api/call.js";
import { loopbackVault, TOKEN } from "../vault/loopback-vault.js";
import { carryOut } from "./carry-out.js";

type Shown = Readonly<Record<string, unknown>>;

let fleet: Awaited<ReturnType<typeof memoryFleet>>;
beforeEach(async () => {
  fleet = await memoryFleet();
});

const providers = async (fabric: string) => ((await fleet.call("Get-AsrServicesProvider", { Fabric: fabric })).body as { value: Shown[] }).value;

async function refresh(provider: Shown | undefined, more: Shown = {}): Promise<Shown> {
  const { status, body } = await fleet.call("Update-AsrServicesProvider", { InputObject: provider, ...more });
  expect({ status, body }).toMatchObject({ status: 202, body: { JobType: "RefreshServicesProvider", TargetObjectType: "Server" } });
  await carryOut(fleet.context);
  return (await fleet.call("Get-AsrJob", { Name: (body as { Name: string }).Name })).body as Shown;
}

describe("the services provider of a fabric that came from a vault", () => {
  let vault: Awaited<ReturnType<typeof loopbackVault>>;
  beforeEach(async () => {
    vault = await loopbackVault();
    await fleet.call("Import-AsrInventory", { FromVault: true, AccessToken: TOKEN, Endpoint: vault.url });
    await carryOut(fleet.context);
  });
  afterEach(() => vault.close());

  const name = async () => (await fleet.context.fabrics.list())[0]?.name ?? "";

  it("is shown as the vault has it, by fabric, name and friendly name", async () => {
    const Fabric = await name();
    const [shown] = await providers(Fabric);
    expect(shown).toMatchObject({
      ...{ FriendlyName: "CS1", Name: "provider-1", FabricType: "VMware", Connected: true, LastHeartbeat: "2026-11-01T09:59:00.000Z" },
      ...{ ProviderVersion: "5.24.814.2", ServerVersion: "9.62.7096.1" },
      FleetDetails: { Source: "Vault", VaultName: "vault-1", CertificateExpiryDate: "2027-05-01T00:00:00.000Z" },
    });
    expect((await fleet.call("Get-AsrServicesProvider", { Fabric, Name: "PROVIDER-1" })).body).toEqual(shown);
    expect((await fleet.call("Get-AsrServicesProvider", { Fabric, FriendlyName: "cs1" })).body).toEqual(shown);
    expect(await fleet.call("Get-AsrServicesProvider", { Fabric, Name: "other" })).toMatchObject({ status: 404 });
  });

  it("is refreshed from the same vault: the job brings the servers' versions and heartbeats, and keeps the token nowhere", async () => {
    const fabric = await name();
    expect((await fleet.context.fabrics.find(fabric))?.value.processServers).toMatchObject([{ agentVersion: "9.61.7000.1" }]);
    const [customs] = vault.fabrics.map(({ properties }) => (properties as { customDetails: { processServers: Shown[] } }).customDetails);
    if (customs) customs.processServers = [{ id: "ps-1", friendlyName: "PS1", agentVersion: "9.62.7096.1", lastHeartbeat: "2026-11-01T09:59:30Z" }];
    vault.requests.length = 0;
    const job = await refresh((await providers(fabric))[0], { AccessToken: TOKEN });
    expect(job).toMatchObject({ State: "Succeeded", TargetObjectName: "CS1" });
    expect((await fleet.context.fabrics.find(fabric))?.value.processServers).toMatchObject([
      { agentVersion: "9.62.7096.1", lastHeartbeat: "2026-11-01T09:59:30.000Z" },
    ]);
    expect(vault.requests).toEqual(["GET replicationFabrics", "GET replicationProtectionContainers", "GET replicationRecoveryServicesProviders"]);
    const [stored] = (await fleet.context.jobs.list({}, { size: 1 })).items;
    expect(JSON.stringify([job, stored])).not.toContain(TOKEN);
    expect(await fleet.context.secrets.find(stored?.input.vault?.tokenSecret ?? "none")).toBeUndefined();
  });

  it("says so when the vault has it no longer, and changes nothing then", async () => {
    const fabric = await name();
    const before = (await fleet.context.fabrics.find(fabric))?.value;
    vault.fabrics = [];
    const job = await refresh((await providers(fabric))[0], { AccessToken: TOKEN });
    expect(job).toMatchObject({ State: "Failed", Errors: [{ ServiceErrorDetails: { Code: "ResourceNotFound" } }] });
    expect((await fleet.context.fabrics.find(fabric))?.value).toEqual(before);
  });
});

describe("the services provider of a fabric that is kept by hand", () => {
  const byHand = (more: Shown = {}) =>
    fleet.call("Set-AsrFabric", { Name: "CS1", Generation: "Classic", ServerVersion: "9.62.7096.1", Passphrase: "p", ...more });

  it("is one, and knows what was told: nobody is asked, and nothing is claimed", async () => {
    await byHand();
    expect(await providers("CS1")).toMatchObject([
      {
        ...{ Name: "CS1", Connected: null, LastHeartbeat: null, ProviderVersion: null, ServerVersion: "9.62.7096.1" },
        FleetDetails: { Source: "ByHand", ReadTime: null },
      },
    ]);
    const { status, body } = await fleet.call("Update-AsrServicesProvider", { InputObject: (await providers("CS1"))[0] });
    expect({ status, body }).toMatchObject({ status: 409, body: { error: { details: [{ recommendedAction: /Set-AsrFabric/ }] } } });
    expect((await fleet.context.jobs.list({}, { size: 1 })).items).toEqual([]);
  });

  it("is looked at: whether the server answers, and until when its certificate is valid", async () => {
    const { private: key, cert } = await generate([{ name: "commonName", value: "cs1" }], { keySize: 2048 });
    const server = createServer({ key, cert }).listen(0, "127.0.0.1");
    await once(server, "listening");
    try {
      await byHand({ ServerAddress: "127.0.0.1", ServerPort: (server.address() as AddressInfo).port });
      expect(await refresh((await providers("CS1"))[0])).toMatchObject({ State: "Succeeded", StateDescription: "Completed" });
      const [shown] = await providers("CS1");
      expect(shown).toMatchObject({ Connected: true, FleetDetails: { CertificateExpiryDate: expect.stringMatching(/^20\d\d-/) } });
    } finally {
      server.close();
    }
    expect(await refresh((await providers("CS1"))[0])).toMatchObject({ State: "Succeeded", StateDescription: "CompletedWithInformation" });
    expect(await providers("CS1")).toMatchObject([{ Connected: false, ServerVersion: "9.62.7096.1" }]);
    await byHand({ ServerAddress: "cs.example" });
    expect(await providers("CS1")).toMatchObject([{ Connected: null, FleetDetails: { CertificateExpiryDate: null } }]);
  });

  it("takes no token, and is refreshed by operators", async () => {
    await byHand({ ServerAddress: "127.0.0.1" });
    const [InputObject] = await providers("CS1");
    expect(await fleet.call("Update-AsrServicesProvider", { InputObject, AccessToken: "token-canary" })).toMatchObject({
      status: 400,
      body: { error: { target: "AccessToken" } },
    });
    expect((await fleet.call("Update-AsrServicesProvider", { InputObject }, { key: fleet.keys.reader })).status).toBe(403);
    const whatIf = await fleet.call("Update-AsrServicesProvider", { ServicesProvider: InputObject, WhatIf: true });
    expect(whatIf).toMatchObject({ status: 200, body: { Target: "CS1", Action: "Refresh services provider" } });
  });
});
