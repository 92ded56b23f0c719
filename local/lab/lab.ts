import { mkdir, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { FleetError } from "../../lib/core/errors.js";
import { claimAddresses } from "./addresses.js";
import { which } from "./base-tree.js";
import { findGround, type Ground, type Isolation } from "./ground.js";
import { inProcessDoor } from "./in-process.js";
import { installAgent } from "./install-agent.js";
import { type LabMachine, startMachine } from "./machine.js";
import type { MachineSpec } from "./spec.js";
import { sshdDoor } from "./sshd.js";
import { labFolderName, removeStaleLabs } from "./stale-labs.js";

export type LabOptions = Readonly<{
  /** Holds the base tree, which stays, and the lab's own folder, which does not. Default: a folder of this user below the system's for temporary files. */
  dir?: string;
  /** Default auto: sshd where it is installed and this process may use it. */
  mode?: "auto" | "sshd" | "in-process";
  /** Default: the best that this machine permits. */
  isolation?: Isolation;
  /** Machines have python3, for tools that need it there. Default: they do not. */
  python?: boolean;
}>;

/** Machines to act on. `close` leaves nothing of them behind. */
export type Lab = Readonly<{
  mode: "sshd" | "in-process";
  isolation: Isolation;
  /** The lab's own folder. */
  folder: string;
  /** Starts a machine and, when the spec has an agent, installs that. Errors: InvalidParameter, InvalidSettings (needs root). */
  machine(spec: MachineSpec): Promise<LabMachine>;
  close(): Promise<void>;
}>;

/** Cleans up after labs whose process died, then opens a new one. Errors: InvalidSettings that says what this machine lacks. */
export async function startLab({ dir = defaultDir(), mode = "auto", isolation, python = false }: LabOptions = {}): Promise<Lab> {
  await ownFolder(dir);
  await removeStaleLabs(dir);
  const ground = await findGround(dir, isolation, { python });
  const door = await frontDoor(ground, mode);
  const addresses = await claimAddresses();
  const folder = join(dir, labFolderName());
  await mkdir(folder, { recursive: true, mode: 0o755 });
  const machines = new Map<string, Promise<LabMachine>>();
  const add = async (spec: MachineSpec) => {
    const machine = await startMachine({ ground, door, folder: join(folder, "machines", spec.name), place: addresses.next(), spec });
    if (spec.agent) await installAgent(machine, spec.agent);
    if (spec.freeDiskBytes !== undefined) await machine.setFreeDisk(spec.freeDiskBytes);
    return machine;
  };
  return {
    mode: door.kind,
    isolation: ground.isolation,
    folder,
    machine: async (spec) => {
      checkSpec(spec, ground, machines);
      const machine = add(spec);
      machines.set(spec.name, machine);
      return machine;
    },
    close: async () => {
      const started = await Promise.allSettled(machines.values());
      await Promise.all(started.map((result) => (result.status === "fulfilled" ? result.value.close() : null)));
      await addresses.release();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

const defaultDir = (): string => join(tmpdir(), `mobility-fleet-lab-${process.getuid?.() ?? 0}`);

/** Programs below it run as this user, so nobody else may have put it there. */
async function ownFolder(dir: string): Promise<void> {
  await mkdir(dir, { recursive: true, mode: 0o755 });
  const { uid } = await stat(dir);
  if (uid !== process.getuid?.())
    throw new FleetError("InvalidSettings", `The lab's folder ${dir} belongs to user ${uid}; remove it or give another as dir`);
}

async function frontDoor(ground: Ground, mode: "auto" | "sshd" | "in-process") {
  if (mode === "in-process") return inProcessDoor;
  const program = await which("sshd");
  if (program && ground.isolation === "namespaces") return sshdDoor(program);
  if (mode === "auto") return inProcessDoor;
  throw new FleetError(
    "InvalidSettings",
    `Mode sshd needs root, namespaces and an OpenSSH server; here: ${ground.isolation}, ${program ?? "no sshd"}`,
  );
}

function checkSpec(spec: MachineSpec, ground: Ground, machines: ReadonlyMap<string, unknown>): void {
  if (!/^[a-z0-9][a-z0-9-]{0,40}$/.test(spec.name))
    throw new FleetError("InvalidParameter", `A lab machine's name has a-z, 0-9 and -; got "${spec.name}"`);
  if (machines.has(spec.name)) throw new FleetError("Conflict", `The lab has a machine called ${spec.name} already`);
  const needsRoot = [
    ...(spec.account && spec.account.name !== "root" && ground.isolation === "user-namespace" ? [`the account ${spec.account.name}`] : []),
    ...(spec.freeDiskBytes !== undefined && ground.isolation !== "namespaces" ? ["a small disk"] : []),
  ];
  if (needsRoot.length > 0)
    throw new FleetError("InvalidSettings", `${spec.name}: ${needsRoot.join(" and ")} need root and namespaces; here: ${ground.isolation}`);
}
