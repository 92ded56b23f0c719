import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FleetClient } from "../client.js";
import { type InstallerFile, uploadInstaller } from "../fleet/upload-installer.js";
import { makeInstaller } from "../lab/installer/installer.js";
import type { Lab } from "../lab/lab.js";
import type { LabMachine } from "../lab/machine/machine.js";
import { LAB_CONFIGURATION_SERVER } from "../lab/machine/spec.js";
import { makeWindowsInstaller } from "../lab/windows/installer/windows-installer.js";
import { WINDOWS_ACCOUNT } from "../lab/windows/machine/windows-spec.js";
import type { WindowsTree } from "../lab/windows/tree/layer.js";
import { newLabKeyPair } from "../lab-keys.js";
import { DEMO_INSTALLERS, type DemoMachine, TARGET, type WindowsOfTheDemo } from "./machines.js";
import { PATIENT, waitForJob } from "./wait-for-job.js";

const SUDO = { name: "ops", password: "lab-sudo-password", sudo: "password" } as const;

/** One machine of the demo, as the lab and as the fleet know it. */
export type DemoItem = Readonly<{ machine: DemoMachine; itemId: string; befall(): Promise<void> }>;

/** `tree`: what machines with Windows lie on, where there is one. */
type Place = Readonly<{ client: FleetClient; lab: Lab; tree: WindowsTree | null }>;

/** Brings the lab's machines into the fleet by the cmdlets that an administrator would use, then lets their mishaps happen. */
export async function fillFleet(place: Place, machines: readonly DemoMachine[]): Promise<readonly DemoItem[]> {
  const { client } = place;
  const keys = newLabKeyPair();
  const fabric = await client.call<{ ID: string }>("Set-ASRFabric", {
    Name: "lab-cs",
    FriendlyName: "Lab configuration server",
    Generation: "Classic",
    ServerAddress: LAB_CONFIGURATION_SERVER.address,
    ServerVersion: TARGET,
    Passphrase: LAB_CONFIGURATION_SERVER.passphrase,
  });
  const { value: containers } = await client.call<{ value: { ID: string }[] }>("Get-ASRProtectionContainer", { Fabric: fabric.ID });
  const container = containers[0]?.ID ?? "";
  await client.call("New-ASRRunAsAccount", { Fabric: fabric.ID, AccountName: "key", UserName: "root", PrivateKey: keys.privateKey });
  await client.call("New-ASRRunAsAccount", { Fabric: fabric.ID, AccountName: "sudo", UserName: SUDO.name, Password: SUDO.password });
  if (machines.some(({ system }) => system === "Windows"))
    await client.call("New-ASRRunAsAccount", {
      Fabric: fabric.ID,
      AccountName: "windows",
      UserName: WINDOWS_ACCOUNT.name,
      Password: WINDOWS_ACCOUNT.password,
    });
  const [items] = await Promise.all([
    Promise.all(machines.map((machine) => addMachine(place, { machine, container, publicKey: keys.publicKey }))),
    importInstallers(place, machines),
  ]);
  await Promise.all(items.map(({ befall }) => befall()));
  return items;
}

type NewItem = Readonly<{ machine: DemoMachine; container: string; publicKey: string }>;

async function addMachine({ client, lab }: Place, { machine, container, publicKey }: NewItem): Promise<DemoItem> {
  const { reachedBy, befall } = await startMachine(lab, machine, publicKey);
  const { name } = machine.spec;
  const discovered = await client.call<{ Name: string }>("New-ASRProtectableItem", {
    ProtectionContainer: container,
    FriendlyName: name,
    OSType: machine.system ?? "Linux",
    Account: machine.account,
    ...reachedBy,
  });
  await ended(client, discovered.Name, name);
  const found = await client.call<{ ID: string }>("Get-ASRProtectableItem", { ProtectionContainer: container, FriendlyName: name });
  const job = await client.call<{ Name: string }>("New-ASRReplicationProtectedItem", {
    VMwareToAzure: true,
    ProtectableItem: found.ID,
    Name: name,
    Account: machine.account,
  });
  await ended(client, job.Name, name);
  const item = await client.call<{ ID: string }>("Get-ASRReplicationProtectedItem", { ProtectionContainer: container, FriendlyName: name });
  return { machine, befall, itemId: item.ID };
}

async function ended(client: FleetClient, job: string, machine: string): Promise<void> {
  const { State, Errors } = await waitForJob(client, job, PATIENT);
  if (State !== "Succeeded") throw new Error(`${machine} could not be brought into the fleet: ${Errors[0]?.ServiceErrorDetails.Message}`);
}

async function startMachine(lab: Lab, machine: DemoMachine, publicKey: string) {
  if (machine.system === "Windows") return { reachedBy: await startWindows(lab, machine), befall: async () => {} };
  const account = machine.account === "key" ? { name: "root", publicKeys: [publicKey] } : SUDO;
  const running = await lab.machine({ ...machine.spec, account });
  return {
    reachedBy: { ...overSsh(running), LegacySsh: machine.spec.legacySsh ?? false },
    befall: async () => machine.mishap?.(running),
  };
}

async function startWindows(lab: Lab, { reachedBy, spec: { name, agent } }: WindowsOfTheDemo) {
  if (reachedBy === "Ssh") return overSsh(await lab.windows({ name, agent }));
  const winrm = (await lab.windows({ name, agent, ssh: false, winrm: true })).winrm();
  if (!winrm) throw new Error(`${name} does not answer over WinRM`);
  const HostKeySha256 = Buffer.from(winrm.certificateSha256, "hex").toString("base64");
  return { Transport: reachedBy, IPAddress: winrm.address, Port: winrm.httpsPort, HostKeySha256 };
}

const overSsh = (running: Pick<LabMachine, "place" | "hostKey">) => ({
  ...{ IPAddress: running.place().address, Port: running.place().port },
  ...{ HostKeySha256: running.hostKey().sha256, HostKeyType: running.hostKey().type },
});

async function importInstallers({ client, tree }: Place, machines: readonly DemoMachine[]): Promise<void> {
  const dir = await mkdtemp(join(tmpdir(), "fleet-demo-"));
  try {
    const windows =
      tree && machines.some(({ system }) => system === "Windows") ? [makeWindowsInstaller(tree, { version: TARGET, dir, sizeBytes: 2_000_000 })] : [];
    const wanted = DEMO_INSTALLERS.filter(({ osTag }) => machines.some(({ spec }) => spec.osTag === osTag));
    const files = await Promise.all([
      ...wanted.map((installer) => makeInstaller({ ...installer, dir, sizeBytes: 2_000_000, seconds: 2 })),
      ...windows,
    ]);
    await Promise.all(files.map((file) => importInstaller(client, file)));
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

/** Uploads a file and waits until the service has checked and listed it; one that is known is there already. */
export async function importInstaller(client: FleetClient, file: InstallerFile): Promise<void> {
  const job = await uploadInstaller(client, file);
  if (job === undefined) return;
  const { State, Errors } = await waitForJob(client, job);
  if (State !== "Succeeded") throw new Error(`${file.fileName} was refused: ${Errors[0]?.ServiceErrorDetails.Message}`);
}
