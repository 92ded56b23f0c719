import { mkdir, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { FleetError } from "../../lib/core/errors.js";
import { frontDoors } from "./door/front-doors.js";
import { findGround, type Isolation } from "./ground.js";
import { installAgent } from "./installer/install-agent.js";
import { claimAddresses } from "./machine/addresses.js";
import { type LabMachine, startMachine } from "./machine/machine.js";
import type { MachineSpec } from "./machine/spec.js";
import { labFolderName, removeStaleLabs } from "./machine/stale-labs.js";
import type { StandIn } from "./stand-ins/stand-in.js";
import { standInsOf } from "./stand-ins/stand-ins-of.js";
import { installWindowsAgent } from "./windows/installer/install-windows-agent.js";
import { startWindowsMachine, type WindowsMachine } from "./windows/machine/windows-machine.js";
import type { WindowsSpec } from "./windows/machine/windows-spec.js";
import { windowsTree } from "./windows/tree/windows-tree.js";

export type LabOptions = Readonly<{
  /** Holds the base tree, which stays, and the lab's own folder, which does not. Default: a folder of this user below the system's for temporary files. */
  dir?: string;
  /** Default auto: sshd where it is installed and this process may use it. */
  mode?: "auto" | "sshd" | "in-process";
  /** Default: the best that this machine permits. */
  isolation?: Isolation;
  /** Where no script can run as root in a place of its own, machines are simulated ones. Default: then there is no lab. */
  simulated?: boolean;
  /** Machines have python3, for tools that need it there. Default: they do not. */
  python?: boolean;
}>;

/** Machines to act on. `close` leaves nothing of them behind. */
export type Lab = Readonly<{
  mode: "sshd" | "in-process";
  isolation: Isolation;
  /** What this place cannot give, and what is there instead. */
  standIns: readonly StandIn[];
  /** The lab's own folder. */
  folder: string;
  /** Starts a machine and, when the spec has an agent, installs that. Errors: InvalidParameter, Conflict. */
  machine(spec: MachineSpec): Promise<LabMachine>;
  /** The same for a Windows machine. Errors: InvalidSettings too, where the Windows tree is not made or cannot be used. */
  windows(spec: WindowsSpec): Promise<WindowsMachine>;
  close(): Promise<void>;
}>;

/** Cleans up after labs whose process died, then opens a new one. Errors: InvalidSettings that says what this machine lacks. */
export async function startLab({ dir = defaultDir(), mode = "auto", isolation, simulated = false, python = false }: LabOptions = {}): Promise<Lab> {
  await ownFolder(dir);
  await removeStaleLabs(dir);
  const ground = await findGround(dir, isolation, { simulated, python });
  const doors = await frontDoors(ground, mode);
  const addresses = await claimAddresses();
  const folder = join(dir, labFolderName());
  await mkdir(folder, { recursive: true, mode: 0o755 });
  const machines = new Map<string, Promise<LabMachine | WindowsMachine>>();
  const add = async (spec: MachineSpec) => {
    const door = spec.legacySsh ? doors.old : doors.present;
    const machine = await startMachine({ ground, door, folder: join(folder, "machines", spec.name), place: await addresses.next(), spec });
    if (spec.agent) await installAgent(machine, spec.agent);
    if (spec.freeDiskBytes !== undefined) await machine.setFreeDisk(spec.freeDiskBytes);
    return machine;
  };
  const addWindows = async (spec: WindowsSpec) => {
    const tree = await windowsTree(process.env);
    if (typeof tree === "string") throw new FleetError("InvalidSettings", tree);
    const machine = await startWindowsMachine({ tree, folder: join(folder, "machines", spec.name), place: await addresses.next(), spec });
    if (spec.agent) await installWindowsAgent(machine, tree, spec.agent);
    return machine;
  };
  const listed = <M extends LabMachine | WindowsMachine>(name: string, machine: () => Promise<M>): Promise<M> => {
    checkName(name, machines);
    const started = machine();
    machines.set(name, started);
    return started;
  };
  return {
    mode: doors.present.kind,
    isolation: ground.isolation,
    standIns: standInsOf(ground, doors),
    folder,
    machine: async (spec) => listed(spec.name, () => add(spec)),
    windows: async (spec) => listed(spec.name, () => addWindows(spec)),
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

function checkName(name: string, machines: ReadonlyMap<string, unknown>): void {
  if (!/^[a-z0-9][a-z0-9-]{0,40}$/.test(name)) throw new FleetError("InvalidParameter", `A lab machine's name has a-z, 0-9 and -; got "${name}"`);
  if (machines.has(name)) throw new FleetError("Conflict", `The lab has a machine called ${name} already`);
}
