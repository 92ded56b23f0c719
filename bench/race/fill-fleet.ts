import type { FleetClient } from "../../local/client.js";
import { importInstaller } from "../../local/demo/fleet-of-the-demo.js";
import { waitForJob } from "../../local/demo/wait-for-job.js";
import type { LabInstaller } from "../../local/lab/installer/installer.js";
import { LAB_CONFIGURATION_SERVER } from "../../local/lab/machine/spec.js";
import { NEW_VERSION, type Target } from "../lab/target.js";
import { inTurn } from "../measure/in-turn.js";

export type BenchItem = Readonly<{ target: Target; itemId: string }>;
export type BenchFleet = Readonly<{ container: string; items: readonly BenchItem[] }>;

const AT_ONCE = 20;

/** Brings machines and one installer into the fleet by the cmdlets that an administrator would use. */
export async function fillFleet(
  client: FleetClient,
  { targets, installer, privateKey }: Readonly<{ targets: readonly Target[]; installer: LabInstaller; privateKey: string }>,
): Promise<BenchFleet> {
  const fabric = await client.call<{ ID: string }>("Set-ASRFabric", {
    Name: "bench-cs",
    Generation: "Classic",
    ServerAddress: LAB_CONFIGURATION_SERVER.address,
    ServerVersion: NEW_VERSION,
    Passphrase: LAB_CONFIGURATION_SERVER.passphrase,
  });
  const { value: containers } = await client.call<{ value: { ID: string }[] }>("Get-ASRProtectionContainer", { Fabric: fabric.ID });
  const container = containers[0]?.ID ?? "";
  await client.call("New-ASRRunAsAccount", { Fabric: fabric.ID, AccountName: "bench", UserName: "root", PrivateKey: privateKey });
  await importInstaller(client, installer);
  const items = await inTurn(targets, AT_ONCE, async (target) => ({ target, itemId: await addMachine(client, container, target) }));
  return { container, items };
}

async function addMachine(client: FleetClient, container: string, { name, address, port, hostKeySha256, hostKeyType }: Target): Promise<string> {
  const discovered = await client.call<{ Name: string }>("New-ASRProtectableItem", {
    ProtectionContainer: container,
    FriendlyName: name,
    IPAddress: address,
    Port: port,
    OSType: "Linux",
    Account: "bench",
    HostKeySha256: hostKeySha256,
    HostKeyType: hostKeyType,
  });
  await waitForJob(client, discovered.Name);
  const found = await client.call<{ ID: string }>("Get-ASRProtectableItem", { ProtectionContainer: container, FriendlyName: name });
  const job = await client.call<{ Name: string }>("New-ASRReplicationProtectedItem", {
    VMwareToAzure: true,
    ProtectableItem: found.ID,
    Name: name,
    Account: "bench",
  });
  const { State, Errors } = await waitForJob(client, job.Name);
  if (State !== "Succeeded") throw new Error(`${name} could not be brought into the fleet: ${Errors[0]?.ServiceErrorDetails.Message}`);
  return (await client.call<{ ID: string }>("Get-ASRReplicationProtectedItem", { ProtectionContainer: container, FriendlyName: name })).ID;
}
