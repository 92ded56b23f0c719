import { randomUUID } from "node:crypto";
import { mkdir, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { FleetError } from "../../../lib/core/errors.js";
import { toShell } from "../../../lib/remote/posix/quote.js";
import { makeDisk } from "../disk/disk.js";
import { mountSmallDisk, setFreeSpace, unmountSmallDisk } from "../disk/small-disk.js";
import type { Endpoint, FrontDoor } from "../door/front-door.js";
import { type LabHostKey, newHostKey } from "../door/host-key.js";
import type { Ground } from "../ground.js";
import { type LocalResult, runLocal } from "../run-local.js";
import { userIdOf } from "../stand-ins/second-account.js";
import { FREE_SPACE_FILE } from "../stand-ins/small-disk.js";
import { ROOT_USER } from "./box.js";
import { faultsFile } from "./faults-file.js";
import { type Life, type Lives, live } from "./life.js";
import { DEFAULT_ACCOUNT, type LabAccount, type LabFaults, type MachineSpec } from "./spec.js";
import { startInBox } from "./start-in-box.js";

/** A running machine. When its own processes restart it, it comes back without the lab being asked. */
export type LabMachine = Readonly<{
  name: string;
  spec: MachineSpec;
  account: LabAccount;
  /** Where SSH answers now. */
  place(): Endpoint;
  /** Of the present host key, as `ssh-keygen -l` prints it, without `SHA256:`. */
  hostKey(): Readonly<{ type: string; sha256: string }>;
  /** Of the latest start. */
  bootId(): string;
  /** Runs sh text as root inside, past SSH. Waits for a restart that is under way. Errors: MachineUnreachable when the machine is off. */
  exec(script: string, input?: string | Uint8Array): Promise<LocalResult>;
  readFile(path: string): Promise<string>;
  writeFile(path: string, content: string | Uint8Array): Promise<void>;
  /** Replaces all orders of faults. */
  setFaults(faults: LabFaults): Promise<void>;
  /** Only for a machine with `freeDiskBytes`. */
  setFreeDisk(bytes: number): Promise<void>;
  /** Every process is killed, the disk stays; `start` brings the machine back. */
  crash(): Promise<void>;
  start(): Promise<void>;
  /** Crash and start: the disk stays, the boot id changes. */
  reboot(): Promise<void>;
  /** Restarts it with another key. */
  changeHostKey(): Promise<void>;
  /** Restarts it at another place, as DHCP would: another machine may then take the old one. */
  moveTo(place: Endpoint): Promise<void>;
  close(): Promise<void>;
}>;

export type MachineOptions = Readonly<{ ground: Ground; door: FrontDoor; folder: string; place: Endpoint; spec: MachineSpec }>;

/** Makes a machine's disk and starts it; resolves when it answers. */
export async function startMachine({ ground, door, folder, place: firstPlace, spec }: MachineOptions): Promise<LabMachine> {
  const account = spec.account ?? DEFAULT_ACCOUNT;
  const userId = userIdOf(account, ground);
  const legacySsh = spec.legacySsh ?? false;
  const disk = join(folder, "disk");
  const hasSmallDisk = spec.freeDiskBytes !== undefined;
  const mountsDisk = hasSmallDisk && ground.smallDisk;
  let place = firstPlace;
  let hostKey: LabHostKey = spec.hostKey ?? newHostKey({ legacy: legacySsh });

  await mkdir(disk, { recursive: true });
  if (mountsDisk) await mountSmallDisk(disk);
  await makeDisk(ground, folder, spec);

  const begin = async (): Promise<Life> => {
    await writeFile(join(disk, "root/etc/lab/address"), `${place.address}\n`);
    const options = { folder, place, hostKey, account, userId, legacySsh };
    await door.prepare(options);
    const bootId = randomUUID();
    const box = await startInBox(ground, { folder, hostName: spec.name, bootId, init: door.init });
    const opened = await door.open(options, box);
    place = opened.place;
    return { box, bootId, ...opened };
  };
  const lives = await live(begin, () => takeRequest(join(disk, "root/etc/lab/restart-requested")));
  const restart = async (change: () => void = () => {}) => {
    await lives.crash();
    change();
    await lives.start();
  };
  const inside = insideOf(lives);
  const setFreeDisk = async (bytes: number) => {
    if (!hasSmallDisk) throw new FleetError("InvalidParameter", `${spec.name} was made without freeDiskBytes, so its disk is this machine's`);
    if (mountsDisk) await setFreeSpace(disk, bytes);
    else await inside.writeFile(FREE_SPACE_FILE, `${bytes}\n`);
  };

  await inside.applyFaults();
  return {
    name: spec.name,
    spec,
    account,
    ...inside,
    place: () => place,
    hostKey: () => ({ type: hostKey.type, sha256: hostKey.sha256 }),
    bootId: () => lives.latest().bootId,
    setFaults: async (faults) => {
      await inside.writeFile("/etc/lab/faults", faultsFile(faults));
      await inside.applyFaults();
    },
    setFreeDisk,
    crash: lives.crash,
    start: lives.start,
    reboot: () => restart(),
    changeHostKey: () =>
      restart(() => {
        hostKey = newHostKey({ legacy: legacySsh });
      }),
    moveTo: (next) =>
      restart(() => {
        place = next;
      }),
    close: async () => {
      await lives.crash();
      if (mountsDisk) await unmountSmallDisk(disk);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function takeRequest(file: string): Promise<boolean> {
  const asked = (await stat(file).catch(() => null)) !== null;
  await rm(file, { force: true });
  return asked;
}

const CLEAN_ENVIRONMENT = { HOME: "/root", PATH: "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", LC_ALL: "C" };

const same = (text: string): string => text;

/** What looks into a machine past SSH. */
function insideOf(lives: Lives) {
  const exec = async (script: string, input?: string | Uint8Array) => {
    const { box } = await lives.now();
    const [inward, outward] = box.moved ? [box.moved.inward, box.moved.outward] : [same, same];
    const environment = Object.entries({ ...CLEAN_ENVIRONMENT, ...box.environment }).map(
      ([name, value]) => `${name}=${box.environment[name] ?? inward(value)}`,
    );
    await box.moved?.beforeLook();
    const result = await runLocal([...box.enter(ROOT_USER), "env", "-i", ...environment, "/bin/sh", "-c", inward(script)], input);
    return { ...result, stdout: outward(result.stdout), stderr: outward(result.stderr) };
  };
  const must = async (script: string, input?: string | Uint8Array) => {
    const { exitCode, stdout, stderr } = await exec(script, input);
    if (exitCode !== 0) throw new FleetError("CommandFailed", `In the lab machine "${script}" ended with ${exitCode}: ${stderr.trim()}`);
    return stdout;
  };
  return {
    exec,
    readFile: (path: string) => must(toShell(["cat", path])),
    writeFile: async (path: string, content: string | Uint8Array) => {
      await must(`cat >${toShell([path])}`, content);
    },
    applyFaults: () => must("/usr/lib/lab/apply-faults.sh"),
  };
}
