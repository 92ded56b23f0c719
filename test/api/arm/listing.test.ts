import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { uuidv7 } from "../../../lib/core/ids.js";
import { GROUP, servedFleet, VAULT, VAULT_PATH } from "./served-fleet.js";

type Served = Awaited<ReturnType<typeof servedFleet>>;
const Page = z.object({ value: z.array(z.object({ id: z.string(), name: z.string() })), nextLink: z.string().optional() });
const V = "api-version=2023-06-01";
const PLACE = [VAULT, GROUP, "CS1", "default"] as const;

describe("what the SDK lists", () => {
  let fleet: Served;
  beforeAll(async () => {
    fleet = await servedFleet();
    await fleet.call("Set-AsrFabric", { Name: "appliance", Generation: "Modernized", ServerAddress: "10.9.0.2" });
    for (const n of [2, 3, 4, 5]) await protect(fleet, fleet.container, `vm${n}`);
    await protect(fleet, fleet.container.replace("/CS1/", "/appliance/"), "modern", { ReplicateVMwareToAzure: true, CredentialsToAccessVm: "a" });
    await fleet.call("New-AsrProtectableItem", {
      ProtectionContainer: fleet.container,
      FriendlyName: "bare",
      IPAddress: "10.0.0.9",
      OSType: "Linux",
    });
  });
  afterAll(() => fleet?.close());

  it("fabrics have their run-as accounts, and arrays where PowerShell needs arrays", async () => {
    const fabrics = await all(fleet.sdk.replicationFabrics.list(VAULT, GROUP));
    expect(fabrics.map(({ name }) => name).toSorted()).toEqual(["CS1", "appliance"]);
    const fabric = await fleet.sdk.replicationFabrics.get(VAULT, GROUP, "cs1", { filter: "fetchAgentDetails eq 'true'" });
    expect(fabric).toMatchObject({
      id: `${VAULT_PATH}/replicationFabrics/CS1`,
      type: "Microsoft.RecoveryServices/vaults/replicationFabrics",
      properties: {
        friendlyName: "Config server",
        customDetails: {
          instanceType: "VMware",
          ipAddress: "10.0.0.2",
          processServers: [],
          masterTargetServers: [],
          runAsAccounts: [{ accountId: "1", accountName: "LinuxAccount" }],
        },
      },
    });
    expect(JSON.stringify(fabric)).not.toContain("canary");
  });

  it("containers and machines lead from one to the other", async () => {
    const containers = await all(fleet.sdk.replicationProtectionContainers.list(VAULT, GROUP));
    expect(containers.map(({ properties }) => properties?.fabricType)).toEqual(["VMware", "InMageRcm"]);
    const items = await all(fleet.sdk.replicationProtectableItems.listByReplicationProtectionContainers(...PLACE));
    expect(items).toHaveLength(6);
    const unprotected = await all(
      fleet.sdk.replicationProtectableItems.listByReplicationProtectionContainers(...PLACE, { filter: "state eq 'Unprotected'" }),
    );
    expect(unprotected.map(({ properties }) => properties?.friendlyName)).toEqual(["bare"]);
    const vm1 = await fleet.sdk.replicationProtectableItems.get(...PLACE, fleet.itemName);
    expect(vm1.properties).toMatchObject({
      replicationProtectedItemId: fleet.protectedItem,
      customDetails: { instanceType: "VMwareVirtualMachine", osType: "Linux", ipAddress: "10.0.0.4" },
    });
    const item = await fleet.sdk.replicationProtectedItems.get(...PLACE, "vm1-item");
    expect(item).toMatchObject({ id: fleet.protectedItem, properties: { protectableItemId: fleet.item, healthErrors: [], allowedOperations: [] } });
    expect(item.properties?.providerSpecificDetails).toMatchObject({
      instanceType: "InMageAzureV2",
      osType: "Linux",
      vmNics: [],
      protectedDisks: [],
    });
  });

  it("protected items of all containers come page by page, and each link leads to the rest", async () => {
    const names: string[] = [];
    const links: string[] = [];
    for (let next: string | undefined = `${VAULT_PATH}/replicationProtectedItems?${V}&$top=2`; next !== undefined; ) {
      const { status, body } = await fleet.raw(next);
      expect(status).toBe(200);
      const page = Page.parse(body);
      expect(page.value.length).toBeLessThanOrEqual(2);
      names.push(...page.value.map(({ name }) => name));
      if (page.nextLink !== undefined) links.push(page.nextLink);
      next = page.nextLink;
    }
    expect(names.toSorted()).toEqual(["modern-item", "vm1-item", "vm2-item", "vm3-item", "vm4-item", "vm5-item"]);
    expect(links.length).toBeGreaterThanOrEqual(2);
    for (const link of links) expect(link).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/subscriptions\/.*api-version=2023-06-01/);

    const one = await fleet.raw(`${VAULT_PATH}/replicationProtectedItems?${V}&$top=1`);
    const token = new URL(Page.parse(one.body).nextLink ?? "").searchParams.get("$skipToken") ?? "";
    const rest = await all(fleet.sdk.replicationProtectedItems.list(VAULT, GROUP, { skipToken: token }));
    expect(rest).toHaveLength(5);
  });

  it("jobs come as long as there are more: the SDK follows each nextLink, with the filter", async () => {
    const [job] = (await fleet.context.jobs.list({}, { size: 1 })).items;
    if (!job) throw new Error("there is no job");
    const many = Array.from({ length: 250 }, (_, n) => ({
      ...job,
      name: uuidv7(new Date(Date.now() - n * 1000)),
      target: { ...job.target, fabric: "many" },
    }));
    await fleet.context.jobs.createMany(many);
    const before = fleet.asked.length;
    const found = await all(fleet.sdk.replicationJobs.list(VAULT, GROUP, { filter: "fabricId eq 'MANY'" }));
    expect(new Set(found.map(({ name }) => name)).size).toBe(250);
    expect(fleet.asked.length - before).toBeGreaterThanOrEqual(3);
  });

  it("a $filter chooses, and one that is not understood is refused instead of showing everything", async () => {
    const list = (filter: string) => all(fleet.sdk.replicationProtectedItems.list(VAULT, GROUP, { filter }));
    expect(await list("instanceType eq 'InMageRcm'")).toHaveLength(1);
    expect(await list("(sourceFabricName eq 'CS1' or sourceFabricName eq 'appliance')")).toHaveLength(6);
    expect(await list("SourceFabricName eq 'config server' and instanceType eq 'InMageRcm'")).toHaveLength(0);
    await expect(list("recoveryPlanName eq 'rp1'")).rejects.toMatchObject({ statusCode: 400, message: expect.stringContaining("recoveryPlanName") });
    await expect(list("instanceType ne 'InMageRcm'")).rejects.toMatchObject({ statusCode: 400, code: "InvalidParameter" });
  });

  it("jobs and events are chosen by state, time, fabric and machine", async () => {
    const jobs = (filter: string) => all(fleet.sdk.replicationJobs.list(VAULT, GROUP, { filter }));
    const every = await all(fleet.sdk.replicationJobs.list(VAULT, GROUP));
    expect(every.length).toBeGreaterThan(8);
    expect(await jobs("JobStatus eq 'NotStarted'")).toHaveLength(every.length);
    expect(await jobs("( JobStatus eq 'Failed' or JobStatus eq 'NotStarted' ) and fabricId eq 'appliance'")).toHaveLength(2);
    expect(await jobs("jobStatus eq Failed")).toHaveLength(0);
    expect(await jobs("StartTime eq '2030-01-01T00:00:00.0000000Z'")).toHaveLength(0);
    expect(
      await jobs(`StartTime eq 2024-01-01T00:00:00.0000000Z and EndTime eq '2099-01-02T00:00:00Z' and jobName eq '${every[0]?.name}'`),
    ).toHaveLength(1);
    await expect(jobs("JobStatus eq 'Done'")).rejects.toMatchObject({ statusCode: 400 });

    const at = new Date().toISOString();
    const event = { code: "AgentUpdated", type: "AgentHealth", severity: "OK", description: "Updated", fabric: "CS1", time: at } as const;
    await fleet.context.events.add({ ...event, name: "VmMonitoringEvent;123_abc", affectedObjectFriendlyName: "vm1", job: "j" });
    await fleet.context.events.add({ ...event, name: "e2", severity: "Critical" });
    const events = (filter: string) => all(fleet.sdk.replicationEvents.list(VAULT, GROUP, { filter }));
    expect(await events("EventType eq 'AgentHealth' and Severity eq 'Critical'")).toMatchObject([{ name: "e2" }]);
    expect(await events("FabricName eq 'cs1' and (Severity eq 'OK' or Severity eq 'Critical')")).toHaveLength(2);
    expect((await fleet.sdk.replicationEvents.get(VAULT, GROUP, "VmMonitoringEvent;123_abc")).properties).toMatchObject({
      ...{ eventCode: "AgentUpdated", severity: "OK", affectedObjectFriendlyName: "vm1", timeOfOccurrence: new Date(at) },
      eventSpecificDetails: { instanceType: "JobStatus", jobId: `${VAULT_PATH}/replicationJobs/j` },
    });
  });

  it("services providers, of each fabric and of all", async () => {
    const providers = await all(fleet.sdk.replicationRecoveryServicesProviders.list(VAULT, GROUP));
    expect(providers.map(({ name, properties }) => [name, properties?.fabricType]).toSorted()).toEqual([
      ["CS1", "VMware"],
      ["appliance", "InMageRcm"],
    ]);
    const one = await fleet.sdk.replicationRecoveryServicesProviders.get(VAULT, GROUP, "CS1", "cs1");
    expect(one).toMatchObject({
      id: `${VAULT_PATH}/replicationFabrics/CS1/replicationRecoveryServicesProviders/CS1`,
      properties: { allowedScenarios: ["Refresh"] },
    });
    await fleet.sdk.replicationRecoveryServicesProviders.beginRefreshProvider(VAULT, GROUP, "CS1", "CS1");
    expect((await fleet.context.jobs.list({}, { size: 1 })).items).toMatchObject([{ recipe: "refresh-provider", target: { name: "CS1" } }]);
  });

  it("who is told of events, and changes it", async () => {
    const settings = () => all(fleet.sdk.replicationAlertSettings.list(VAULT, GROUP));
    const [{ name = "" } = {}] = await settings();
    const change = { sendToOwners: "DoNotSend", customEmailAddresses: ["ops@contoso.com"], locale: "en-US" };
    const changed = await fleet.sdk.replicationAlertSettings.create(VAULT, GROUP, name, { properties: change });
    expect(changed).toMatchObject({ name: "defaultAlertSetting", properties: change });
    expect(await settings()).toMatchObject([{ properties: change }]);
    expect((await fleet.call("Get-AsrAlertSetting")).body).toMatchObject({ CustomEmailAddress: ["ops@contoso.com"], EmailSubscriptionOwner: "Off" });
    const wrong = fleet.sdk.replicationAlertSettings.create(VAULT, GROUP, name, { properties: { customEmailAddresses: ["nobody"] } });
    await expect(wrong).rejects.toMatchObject({ statusCode: 400, message: expect.stringContaining("at most 20 mail addresses") });
    await expect(fleet.sdk.replicationAlertSettings.get(VAULT, GROUP, "other")).rejects.toMatchObject({ statusCode: 404, code: "NotFound" });
  });

  it("the health of the vault counts what there is", async () => {
    const { properties } = await fleet.sdk.replicationVaultHealth.get(VAULT, GROUP);
    expect(properties).toMatchObject({ protectedItemsHealth: { resourceCount: 6, issues: [], categorizedResourceCounts: { None: 6 } } });
    expect(await fleet.sdk.replicationVaultHealth.beginRefreshAndWait(VAULT, GROUP)).toMatchObject({
      properties: { fabricsHealth: { resourceCount: 2 } },
    });
  });

  it("paths are matched in any case, and the ids of the answer begin as the caller spelled the vault", async () => {
    const shouted = VAULT_PATH.replace("rg-1", "RG-1").replace("vault-1", "Vault-1").toUpperCase().replace("RG-1", "RG-1");
    const { status, body } = await fleet.raw(
      `${shouted}/REPLICATIONFABRICS/cs1/ReplicationProtectionContainers/DEFAULT/replicationprotecteditems/VM1-ITEM?${V}`,
    );
    expect(status).toBe(200);
    expect(body).toMatchObject({
      id: `/subscriptions/11111111-2222-3333-4444-555555555555/resourceGroups/RG-1/providers/Microsoft.RecoveryServices/vaults/VAULT-1/replicationFabrics/CS1/replicationProtectionContainers/default/replicationProtectedItems/vm1-item`,
    });
  });

  it.each(["2016-08-10", "2018-07-10", "2026-11-01", "anything"])("the api-version %s is taken, wherever it stands in the query", async (version) => {
    expect((await fleet.raw(`${VAULT_PATH}/replicationFabrics?$filter=&api-version=${version}`)).status).toBe(200);
    const { body } = await fleet.raw(`${VAULT_PATH}/replicationProtectedItems?$top=1&Api-Version=${version}`);
    expect(Page.parse(body).nextLink).toMatch(new RegExp(`api-version=${version}`, "i"));
  });
});

async function protect(
  fleet: Served,
  container: string,
  name: string,
  how: object = { VMwareToAzure: true, Account: "LinuxAccount" },
): Promise<void> {
  const isModern = container.includes("/appliance/");
  if (isModern) await fleet.call("New-AsrRunAsAccount", { Fabric: "appliance", AccountName: "a", UserName: "root", Password: "password-canary" });
  await fleet.call("New-AsrProtectableItem", { ProtectionContainer: container, FriendlyName: name, IPAddress: "10.0.0.4", OSType: "Linux" });
  const { body } = await fleet.call("Get-AsrProtectableItem", { ProtectionContainer: container, FriendlyName: name });
  const { ID } = z.object({ ID: z.string() }).parse(body);
  const answer = await fleet.call("New-AsrReplicationProtectedItem", { ...how, ProtectableItem: ID, Name: `${name}-item` });
  expect(answer.status).toBe(202);
}

async function all<T>(list: AsyncIterable<T>): Promise<readonly T[]> {
  const found: T[] = [];
  for await (const one of list) found.push(one);
  return found;
}
