import { HttpRequest, InvocationContext } from "@azure/functions";
import { z } from "zod";
import type { Job } from "../../../lib/jobs/job.js";
import type { sampleFleet } from "../../api/call.js";
import { aJob, aMachine, anInstaller } from "../../store/samples.js";

export type Fleet = Awaited<ReturnType<typeof sampleFleet>>;
type Asked = Readonly<{ status: number; body: unknown }>;
/** Makes ready what the call is about, and gives the call, to be made as often as one likes. */
export type Prepare = (fleet: Fleet) => Promise<() => Promise<Asked>>;

const CSV = "Fabric,FriendlyName,Address,OSType\r\nCS1,web-09,10.0.0.9,Linux\r\n";
const INSTALLER = "Microsoft-ASR_UA_9.62.7096.1_UBUNTU-22.04-64_GA_20Jun2024_release.tar.gz";
const KERNELS = { OSTag: "UBUNTU-24.04-64", Version: "9.66.7709.1" };
const HELD = { Version: "9.62.7096.1" };
const Providers = z.object({ value: z.array(z.looseObject({})) });
const KEY = Buffer.alloc(32, 1).toString("base64");
const VAULT = "/subscriptions/11111111-2222-3333-4444-555555555555/resourceGroups/rg-1/providers/Microsoft.RecoveryServices/vaults/vault-1";

const cmdlet =
  (name: string, parameters: (fleet: Fleet) => object | Promise<object>): Prepare =>
  async (fleet) => {
    const given = await parameters(fleet);
    return () => fleet.call(name, given);
  };

const cmdlets = (each: Readonly<Record<string, (fleet: Fleet) => object | Promise<object>>>): Readonly<Record<string, Prepare>> =>
  Object.fromEntries(Object.entries(each).map(([name, parameters]) => [name, cmdlet(name, parameters)]));

const arm =
  (
    method: "PUT" | "POST" | "PATCH" | "DELETE",
    path: (fleet: Fleet) => string | Promise<string>,
    body: (fleet: Fleet) => object = () => ({}),
  ): Prepare =>
  async (fleet) => {
    const url = `http://fleet.example${VAULT}/${await path(fleet)}?api-version=2025-08-01`;
    const headers = { authorization: `Bearer ${fleet.keys.administrator}`, "content-type": "application/json" };
    const string = JSON.stringify({ properties: body(fleet) });
    return async () => {
      const request = new HttpRequest({ method, url, headers, query: { "api-version": "2025-08-01" }, body: { string } });
      const answer = await fleet.routes.arm?.handler(request, new InvocationContext({ functionName: "arm", logHandler: () => {} }));
      const { status = 200, jsonBody } = z.looseObject({ status: z.number().optional(), jsonBody: z.unknown().optional() }).parse(answer);
      return { status, body: jsonBody };
    };
  };

/** A job of the machine that stands so. */
async function jobThat(fleet: Fleet, over: Partial<Job>): Promise<string> {
  const [machine] = (await fleet.context.machines.list("CS1", "default", { size: 1 })).items;
  const target = { kind: "machine", fabric: "CS1", container: "default", name: machine?.name ?? "", friendlyName: "vm1" } as const;
  const { name } = (await fleet.context.jobs.create(aJob(new Date(), { target, ticket: 1, ...over }))).value;
  return name;
}
const suspended = (fleet: Fleet) => jobThat(fleet, { state: "Suspended", stateDescription: "Suspended" });
const failed = (fleet: Fleet) => jobThat(fleet, { state: "Failed", stateDescription: "Failed", endTime: new Date().toISOString() });
const running = (fleet: Fleet) => jobThat(fleet, { state: "InProgress", stateDescription: "InProgress" });

/** One that is no replication protected item, and that no job is about. */
async function bareMachine({ context, container }: Fleet): Promise<string> {
  const { name } = (await context.machines.create(aMachine({ fabric: "CS1", container: "default", friendlyName: "bare" }))).value;
  return `${container}/replicationProtectableItems/${name}`;
}

const ofMachine = ({ item }: Fleet) => ({ ProtectableItem: item, Account: "LinuxAccount" });
const ofItem = ({ protectedItem }: Fleet) => ({ ReplicationProtectedItem: protectedItem, Account: "LinuxAccount" });

/** Every cmdlet, and every operation of ARM, that makes something. */
export const CREATES: Readonly<Record<string, Prepare>> = {
  ...cmdlets({
    "New-AsrProtectableItem": ({ container }) => ({ ProtectionContainer: container, FriendlyName: "vm2", IPAddress: "10.0.0.5", OSType: "Linux" }),
    "New-AsrReplicationProtectedItem": ({ item }) => ({ ProtectableItem: item, Name: "vm1-item", Account: "LinuxAccount" }),
    "New-AsrRunAsAccount": () => ({ Fabric: "CS1", AccountName: "Second", UserName: "root", Password: "password-canary" }),
    "Set-AsrFabric": () => ({ Name: "CS2", Generation: "Classic", ServerAddress: "10.0.0.3", Passphrase: "p4ssphrase-canary" }),
    "Set-AsrAlertSetting": () => ({ WebhookUrl: "https://hooks.example/x", WebhookSecret: KEY }),
    "Import-AsrInventory": () => ({ Content: CSV }),
    "Import-AsrMobilityServiceInstaller": () => ({ FileName: INSTALLER }),
    "Import-AsrMobilityServiceKernelList": () => ({ ...KERNELS, AsOf: "2026-02-11", Kernels: "6.8.0-31-generic\n" }),
    "New-AsrMobilityServiceDeploymentPackage": async ({ context }) => {
      await context.installers.create(anInstaller({ fileName: INSTALLER }));
      return { Fabric: "CS1" };
    },
    "New-AsrMobilityServiceHold": () => ({ ...HELD, Reason: "faulty" }),
    "Test-AsrMobilityService": ofItem,
    "Test-AsrRunAsAccount": ofMachine,
    "Install-AsrMobilityService": ofMachine,
    "Install-AsrAzureVMAgent": ofMachine,
    "Register-AsrMobilityService": ofMachine,
    "Uninstall-AsrMobilityService": ofMachine,
    "Update-AsrMobilityService": ({ container }) => ({ ProtectionContainer: container, Account: "LinuxAccount" }),
    "Update-AsrServicesProvider": async ({ call }) => ({
      InputObject: Providers.parse((await call("Get-AsrServicesProvider", { Fabric: "CS1" })).body).value[0],
    }),
    "Set-AsrMobilityServiceAntivirusExclusion": async ({ context, ...fleet }) => {
      for (const machine of (await context.machines.list("CS1", "default", { size: 10 })).items) {
        const { value, etag } = (await context.machines.find(machine)) ?? {};
        if (value && etag) await context.machines.replace({ ...value, osType: "Windows" }, etag);
      }
      return { ProtectableItem: fleet.item };
    },
    "Export-AsrSupportBundle": async (fleet) => ({ Job: await failed(fleet) }),
    "Restart-AsrJob": async (fleet) => ({ Name: await failed(fleet) }),
  }),
  "Update-AsrMobilityService of one": cmdlet("Update-AsrMobilityService", ofItem),
  "replicationProtectedItems.create": arm(
    "PUT",
    () => "replicationFabrics/CS1/replicationProtectionContainers/default/replicationProtectedItems/vm1-item",
    ({ item }) => ({ protectableItemId: item, providerSpecificDetails: { instanceType: "InMageAzureV2", runAsAccountId: "1" } }),
  ),
  "replicationProtectedItems.updateMobilityService": arm(
    "POST",
    () => "replicationFabrics/CS1/replicationProtectionContainers/default/replicationProtectedItems/vm1-item/updateMobilityService",
    () => ({ runAsAccountId: "1" }),
  ),
  "replicationProtectionContainers.discoverProtectableItem": arm(
    "POST",
    () => "replicationFabrics/CS1/replicationProtectionContainers/default/discoverProtectableItem",
    () => ({ friendlyName: "vm2", ipAddress: "10.0.0.5", osType: "Linux" }),
  ),
  "replicationAlertSettings.create": arm(
    "PUT",
    () => "replicationAlertSettings/defaultAlertSetting",
    () => ({ sendToOwners: "Send", customEmailAddresses: ["a@contoso.com"] }),
  ),
  "replicationJobs.restart": arm("POST", async (fleet) => `replicationJobs/${await failed(fleet)}/restart`),
  "replicationJobs.export": arm(
    "POST",
    () => "replicationJobs/export",
    () => ({ startTime: "2026-01-01T00:00:00Z", endTime: "2026-02-01T00:00:00Z" }),
  ),
  "replicationRecoveryServicesProviders.refreshProvider": arm("POST", async ({ call }) => {
    const [provider] = Providers.parse((await call("Get-AsrServicesProvider", { Fabric: "CS1" })).body).value;
    return `replicationFabrics/CS1/replicationRecoveryServicesProviders/${String(provider?.Name)}/refreshProvider`;
  }),
};

/** What changes or removes what is there: after the second call, too, the first answer or that of a call that comes too late. */
export const CHANGES: Readonly<Record<string, Prepare>> = {
  ...cmdlets({
    "Set-AsrRunAsAccount": () => ({ Fabric: "CS1", Account: "LinuxAccount", Password: "other-canary" }),
    "Set-AsrFailedOverMachine": async (fleet) => ({
      ProtectableItem: await bareMachine(fleet),
      Direction: "PrimaryToRecovery",
      IPAddress: "10.1.0.4",
    }),
    "Stop-AsrJob": async (fleet) => ({ Name: await running(fleet) }),
    "Resume-AsrJob": async (fleet) => ({ Name: await suspended(fleet) }),
    "Resume-AsrAlertDelivery": () => ({}),
    "Remove-AsrFabric": () => ({ InputObject: "CS1", Force: true }),
    "Remove-AsrMobilityServiceHold": async ({ call }) => {
      await call("New-AsrMobilityServiceHold", { ...HELD, Reason: "faulty" });
      return HELD;
    },
    "Remove-AsrMobilityServiceKernelList": async ({ call }) => {
      await call("Import-AsrMobilityServiceKernelList", { ...KERNELS, AsOf: "2026-02-11", Kernels: "6.8.0-31-generic\n" });
      return KERNELS;
    },
    "Remove-AsrProtectableItem": async (fleet) => ({ InputObject: await bareMachine(fleet) }),
    "Remove-AsrReplicationProtectedItem": ({ protectedItem }) => ({ InputObject: protectedItem, Force: true }),
    "Remove-AsrRunAsAccount": async ({ call }) => {
      await call("New-AsrRunAsAccount", { Fabric: "CS1", AccountName: "Second", UserName: "root", Password: "password-canary" });
      return { Fabric: "CS1", Account: "Second" };
    },
  }),
  "replicationJobs.cancel": arm("POST", async (fleet) => `replicationJobs/${await running(fleet)}/cancel`),
  "replicationJobs.resume": arm("POST", async (fleet) => `replicationJobs/${await suspended(fleet)}/resume`),
  "replicationFabrics.delete": arm("POST", async ({ call }) => {
    await call("Set-AsrFabric", { Name: "empty", Generation: "Classic", ServerAddress: "10.0.0.3", Passphrase: "p4ssphrase-canary" });
    return "replicationFabrics/empty/remove";
  }),
  "replicationFabrics.purge": arm("DELETE", () => "replicationFabrics/CS1"),
  "replicationProtectedItems.delete": arm(
    "POST",
    () => "replicationFabrics/CS1/replicationProtectionContainers/default/replicationProtectedItems/vm1-item/remove",
  ),
  "replicationProtectedItems.purge": arm(
    "DELETE",
    () => "replicationFabrics/CS1/replicationProtectionContainers/default/replicationProtectedItems/vm1-item",
  ),
};

/** These ask, and change nothing; nor does what begins with `Get-`. */
export const CHANGES_NOTHING: readonly string[] = ["replicationProtectedItems.update", "replicationVaultHealth.refresh"];
