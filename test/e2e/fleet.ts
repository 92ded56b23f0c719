import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { AsrJob } from "../../lib/api/objects/job.js";
import { isRetryable } from "../../lib/core/errors.js";
import type { FleetClient } from "../../local/client.js";
import type { HostLogEntry } from "../../local/host/process/host-log.js";
import { type InstallerOptions, makeInstaller } from "../../local/lab/installer/installer.js";
import type { Lab } from "../../local/lab/lab.js";
import type { LabMachine } from "../../local/lab/machine/machine.js";
import { LAB_CONFIGURATION_SERVER, type MachineSpec } from "../../local/lab/machine/spec.js";
import { newLabKeyPair } from "../../local/lab-keys.js";
import { startWorld, type World } from "../../local/world.js";
import { needs } from "../here.js";
import { hasSshd, LAB_DIR } from "../local/lab/here.js";
import { until as waitUntil } from "../until.js";

export const OLD = "9.56.6879.1";
export const BETWEEN = "9.60.6956.1";
export const BEFORE = "9.61.7016.1";
export const TARGET = "9.62.7096.1";
export const UBUNTU = "UBUNTU-22.04-64";

/** Pauses fit for machines that answer at once. */
export const QUICK = { FLEET_POLL_SECONDS: "1", FLEET_RETRY_SECONDS: "1", FLEET_SSH_CONNECT_TIMEOUT_SECONDS: "5" };

/** Where labs of these tests run; `FLEET_E2E_LAB=in-process` runs them without a real sshd. */
export const labOptions = { dir: LAB_DIR, mode: process.env.FLEET_E2E_LAB === "in-process" ? "in-process" : "auto" } as const;

/** True where the machines answer by a real OpenSSH server. */
export const realSshd = hasSshd && labOptions.mode === "auto" && !needs("root", "mount namespaces", "OpenSSH's server");

/** What they lack for that, as a test that is skipped says behind its name. */
export const noRealSshd: string = realSshd ? "" : needs("root", "mount namespaces", "OpenSSH's server") || " (needs a lab of real OpenSSH servers)";

export type Item = Readonly<{ name: string; lab: LabMachine; itemId: string; protectedId: string }>;

export type AddOptions = Readonly<{
  /** Name of the run-as account; default `key`, which is root's. */
  account?: string;
  /** Default true: the host key is registered. */
  knownHostKey?: boolean;
  /** Where the fleet is told that the machine answers, when that is not its own place. */
  placeOf?: (machine: LabMachine) => Promise<Readonly<{ address: string; port: number }>>;
  container?: string;
  /** A machine that runs already, instead of a new one. */
  machine?: LabMachine;
}>;

/** The service and its lab as a test uses them: cmdlets over HTTP, and looks into the machines past SSH. */
export type Fleet = Readonly<{
  client: FleetClient;
  lab: Lab;
  container: string;
  publicKey: string;
  /** Starts a machine that root's key opens, and lists it; nobody has contacted it then. */
  add(spec: MachineSpec, options?: AddOptions): Promise<Item>;
  /** `add`, then makes it a replication protected item, by a job that must succeed. */
  adopt(spec: MachineSpec, options?: AddOptions): Promise<Item>;
  /** Calls a cmdlet that starts a job, and gives the job when it has ended. */
  run(cmdlet: string, parameters: Readonly<Record<string, unknown>>): Promise<AsrJob>;
  start(cmdlet: string, parameters: Readonly<Record<string, unknown>>): Promise<AsrJob>;
  update(item: Item, more?: Readonly<Record<string, unknown>>): Promise<AsrJob>;
  ended(job: Pick<AsrJob, "Name">): Promise<AsrJob>;
  importInstallers(wanted: readonly Omit<InstallerOptions, "dir">[]): Promise<void>;
  /** Imports a file by an upload link; gives the job when it has ended. */
  importFile(file: Upload): Promise<AsrJob>;
}>;

export type Upload = Readonly<{ fileName: string; content: Buffer; sha256?: string }>;

const JOB_MS = 120_000;

/** Builds a fleet upon a served app and a lab: a configuration server, root's key as the account `key`, proved on a first machine. */
export async function openFleet({ client: hasty, lab }: Readonly<{ client: FleetClient; lab: Lab }>): Promise<Fleet> {
  const client = patientReader(hasty);
  const { privateKey, publicKey } = newLabKeyPair();
  const container = await newFabric(client, "lab-cs");
  await client.call("New-ASRRunAsAccount", { Fabric: "lab-cs", AccountName: "key", UserName: "root", PrivateKey: privateKey });

  const ended = async ({ Name }: Pick<AsrJob, "Name">): Promise<AsrJob> => {
    const read = () => client.call<AsrJob>("Get-ASRJob", { Name });
    let job = await read();
    const hasEnded = async () => {
      job = await read();
      return !isOpen(job);
    };
    await waitUntil(hasEnded, { withinMs: JOB_MS, everyMs: 400, what: `the end of job ${Name}` }).catch((cause: unknown) => {
      throw new Error(`job ${Name} did not end: ${JSON.stringify(job.Tasks)}`, { cause });
    });
    return job;
  };
  const start: Fleet["start"] = (cmdlet, parameters) => client.call<AsrJob>(cmdlet, parameters);
  const run: Fleet["run"] = async (cmdlet, parameters) => ended(await start(cmdlet, parameters));

  const add: Fleet["add"] = async (spec, { account = "key", knownHostKey = true, placeOf, container: into = container, machine: running } = {}) => {
    const machine = running ?? (await lab.machine({ ...spec, account: spec.account ?? { name: "root", publicKeys: [publicKey] } }));
    const { address, port } = (await placeOf?.(machine)) ?? machine.place();
    const { type, sha256 } = machine.hostKey();
    const described = { FriendlyName: spec.name, IPAddress: address, Port: port, OSType: "Linux", Account: account };
    const hostKey = knownHostKey ? { HostKeySha256: sha256, HostKeyType: type } : {};
    await run("New-ASRProtectableItem", { ProtectionContainer: into, ...described, ...hostKey });
    const found = await client.call<{ ID: string }>("Get-ASRProtectableItem", { ProtectionContainer: into, FriendlyName: spec.name });
    const protectedId = `${into}/replicationProtectedItems/${spec.name}`;
    return { name: spec.name, lab: machine, itemId: found.ID, protectedId };
  };
  const adopt: Fleet["adopt"] = async (spec, options) => {
    const item = await add(spec, options);
    const job = await run("New-ASRReplicationProtectedItem", { VMwareToAzure: true, ProtectableItem: item.itemId, Name: spec.name });
    if (job.State !== "Succeeded") throw new Error(`${spec.name} was not adopted: ${JSON.stringify(job.Errors)}`);
    return item;
  };
  const importFile: Fleet["importFile"] = async ({ fileName: FileName, content, sha256 }) => {
    const asked = { FileName, ...(sha256 !== undefined && { Sha256: sha256 }) };
    const { UploadUrl, Job } = await client.call<{ UploadUrl: string; Job: AsrJob }>("Import-ASRMobilityServiceInstaller", asked);
    const put = await fetch(UploadUrl, { method: "PUT", headers: { "x-ms-blob-type": "BlockBlob" }, body: new Uint8Array(content) });
    if (!put.ok) throw new Error(`the upload of ${FileName} was answered ${put.status}`);
    return ended(Job);
  };
  const fleet: Fleet = {
    client,
    lab,
    container,
    publicKey,
    add,
    adopt,
    run,
    start,
    ended,
    update: (item, more = {}) => run("Update-AzureRmRecoveryServicesAsrMobilityService", { ReplicationProtectedItem: item.protectedId, ...more }),
    importFile,
    importInstallers: async (wanted) => {
      const jobs = await Promise.all(wanted.map(async (options) => importFile(await labFile(options))));
      for (const job of jobs) if (job.State !== "Succeeded") throw new Error(`an installer was refused: ${JSON.stringify(job.Errors)}`);
    },
  };
  // The first machine proves the account's key, so that no other has to wait for that.
  const first = await add({ name: "first", osTag: UBUNTU });
  await run("Test-ASRRunAsAccount", { ProtectableItem: first.itemId, Account: "key" });
  return fleet;
}

/** Asks again what was only read and answered 503: a starved machine's storage is late now and then, and clients try again. */
function patientReader(client: FleetClient): FleetClient {
  const call = async <T>(cmdlet: string, parameters?: Readonly<Record<string, unknown>>): Promise<T> => {
    const deadline = Date.now() + JOB_MS;
    for (;;) {
      try {
        return await client.call<T>(cmdlet, parameters);
      } catch (error) {
        if (!cmdlet.startsWith("Get-") || !isRetryable(error) || Date.now() > deadline) throw error;
      }
    }
  };
  return { ...client, call };
}

export type FleetWorld = Fleet & Readonly<{ world: World; said: readonly HostLogEntry[]; close(): Promise<void> }>;

/** A world of its own with a fleet in it; `said` is what its host logged. */
export async function startFleet(settings: Readonly<Record<string, string>> = {}): Promise<FleetWorld> {
  const said: HostLogEntry[] = [];
  const world = await startWorld({ appDir: ".", lab: labOptions, settings: { ...QUICK, ...settings }, log: (entry) => said.push(entry) });
  try {
    return { ...(await openFleet(world)), world, said, close: world.close };
  } catch (error) {
    await world.close();
    throw error;
  }
}

/** A classic fabric whose server is the lab's; gives the ID of its container. */
export async function newFabric(client: FleetClient, name: string, more: Readonly<Record<string, unknown>> = {}): Promise<string> {
  const { address, passphrase } = LAB_CONFIGURATION_SERVER;
  const classic = { Generation: "Classic", ServerAddress: address, ServerVersion: TARGET, Passphrase: passphrase };
  await client.call("Set-ASRFabric", { Name: name, ...(more.Generation === "Modernized" ? {} : classic), ...more });
  const { value } = await client.call<{ value: { ID: string }[] }>("Get-ASRProtectionContainer", { Fabric: name });
  return value[0]?.ID ?? "";
}

/** A lab installer as it would be uploaded. */
export async function labFile(options: Omit<InstallerOptions, "dir">): Promise<Required<Upload>> {
  const dir = await mkdtemp(join(tmpdir(), "fleet-e2e-"));
  try {
    const { path, fileName, sha256 } = await makeInstaller({ ...options, dir });
    return { fileName, sha256, content: await readFile(path) };
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

/** Asks now and then until the answer is yes: each question costs the machines some work. */
export const until = (question: () => Promise<boolean>): Promise<void> => waitUntil(question, { everyMs: 300 });

export const isOpen = ({ State }: Pick<AsrJob, "State">): boolean => State === "NotStarted" || State === "InProgress";

/** Code of the job's first error. */
export const codeOf = (job: AsrJob): string | undefined => job.Errors[0]?.ServiceErrorDetails.Code;

/** The message of the task whose ID begins so. */
export const taskOf = (job: AsrJob, id: string): AsrJob["Tasks"][number] | undefined => job.Tasks.find((task) => task.ID.startsWith(id));

/** How often an installer was started on the machine, by the installer's own log there. */
export async function installations(machine: LabMachine): Promise<number> {
  const { stdout } = await machine.exec("grep -c 'LAB INSTALLER of' /var/log/ua_install.log 2>/dev/null");
  return Number(stdout.trim() || 0);
}

export async function installedVersion(machine: LabMachine): Promise<string | undefined> {
  const { stdout } = await machine.exec("sed -n 's/^VERSION=//p' /usr/local/.vx_version 2>/dev/null");
  return stdout.trim() || undefined;
}
