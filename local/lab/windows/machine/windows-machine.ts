import { mkdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Endpoint } from "../../door/front-door.js";
import { type LabHostKey, newHostKey } from "../../door/host-key.js";
import { openSshServer } from "../../door/ssh-server.js";
import { live } from "../../machine/life.js";
import type { LabAccount } from "../../machine/spec.js";
import { type LocalResult, runLocal } from "../../run-local.js";
import { serveWindowsSession } from "../door/windows-session.js";
import { prepareWinrm, type WinrmPlace, winrmAnswers } from "../door/winrm.js";
import type { WindowsTree } from "../tree/layer.js";
import { newCode } from "./exit-code.js";
import { startWindowsBox } from "./windows-box.js";
import { makeWindowsDisk } from "./windows-disk.js";
import { windowsFaultsFile } from "./windows-faults.js";
import { WINDOWS_ACCOUNT, type WindowsFaults, type WindowsSpec } from "./windows-spec.js";

/** A running Windows machine. When its own programs restart it, it comes back without the lab being asked. */
export type WindowsMachine = Readonly<{
  name: string;
  spec: WindowsSpec;
  account: LabAccount;
  /** Where SSH answers. */
  place(): Endpoint;
  /** Of the present host key, as `ssh-keygen -l` prints it, without `SHA256:`. */
  hostKey(): Readonly<{ type: string; sha256: string }>;
  /** The lines that came over SSH since the lab began, in order. */
  heard(): readonly string[];
  /** Where WinRM answers; null where it does not. */
  winrm(): WinrmPlace | null;
  /** Runs one command line in cmd.exe, past SSH, with its whole exit code. Waits for a restart that is under way. */
  exec(line: string, input?: string | Uint8Array): Promise<LocalResult>;
  /** Paths as `C:\Temp\x`. */
  readFile(path: string): Promise<string>;
  writeFile(path: string, content: string | Uint8Array): Promise<void>;
  /** Replaces all orders of faults. */
  setFaults(faults: WindowsFaults): Promise<void>;
  /** Every process is killed, the disk stays; `start` brings the machine back. */
  crash(): Promise<void>;
  start(): Promise<void>;
  reboot(): Promise<void>;
  changeHostKey(): Promise<void>;
  /** Restarts it with another certificate of WinRM. */
  changeCertificate(): Promise<void>;
  close(): Promise<void>;
}>;

export type WindowsMachineOptions = Readonly<{ tree: Pick<WindowsTree, "layers">; folder: string; place: Endpoint; spec: WindowsSpec }>;

/** Makes a machine's disk and starts it; resolves when its services run and SSH answers. */
export async function startWindowsMachine({ tree: { layers }, folder, place: firstPlace, spec }: WindowsMachineOptions): Promise<WindowsMachine> {
  const account = spec.account ?? WINDOWS_ACCOUNT;
  const drive = join(folder, "disk/root/windows/drive_c");
  const heard: string[] = [];
  let place = firstPlace;
  let hostKey: LabHostKey = spec.hostKey ?? newHostKey({ legacy: false });
  await makeWindowsDisk(folder, layers, spec);
  const putWinrm = async () =>
    prepareWinrm({ root: join(folder, "disk/root"), address: place.address, hostName: spec.name, account, limits: spec.winrmLimits ?? {} });
  let winrm = spec.winrm ? await putWinrm() : null;

  const begin = async () => {
    const box = await startWindowsBox(folder, layers, spec.name);
    const login = {
      shell: spec.defaultShell ?? "cmd",
      enter: box.enter,
      newCode: () => newCode(box.drive),
      heard: (line: string) => void heard.push(line),
    } as const;
    const config = { hostKeys: [hostKey.privateKey], ident: "OpenSSH_for_Windows_9.5" };
    if (winrm) await winrmAnswers(winrm);
    if (spec.ssh === false) return { box, close: async () => {} };
    const ssh = await openSshServer({ config, place, account, serve: (session) => serveWindowsSession(session, login) });
    place = ssh.place;
    return { box, close: ssh.close };
  };
  const lives = await live(begin, async () => (await stat(join(drive, "lab/restart-requested")).catch(() => null)) !== null);
  const inside = async (path: string) => {
    const { box } = await lives.now();
    return join(box.drive, path.replace(/^C:\\/i, "").replaceAll("\\", "/"));
  };
  const restart = async (change: () => Promise<void> | void = () => {}) => {
    await lives.crash();
    await change();
    await lives.start();
  };
  return {
    name: spec.name,
    spec,
    account,
    place: () => place,
    hostKey: () => ({ type: hostKey.type, sha256: hostKey.sha256 }),
    heard: () => [...heard],
    winrm: () => winrm,
    exec: async (line, input) => {
      const { box } = await lives.now();
      const code = newCode(box.drive);
      const result = await runLocal([...box.enter({ LAB_COMMAND: line, LAB_CODE: code.path }), "wine", "C:\\lab\\winsh.exe"], input);
      return { ...result, exitCode: await code.take() };
    },
    readFile: async (path) => readFile(await inside(path), "utf8"),
    writeFile: async (path, content) => {
      const file = await inside(path);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, content);
    },
    setFaults: async (faults) => writeFile(await inside("C:\\lab\\faults"), windowsFaultsFile(faults)),
    crash: lives.crash,
    start: lives.start,
    reboot: () => restart(),
    changeHostKey: () =>
      restart(() => {
        hostKey = newHostKey({ legacy: false });
      }),
    changeCertificate: () =>
      restart(async () => {
        winrm = await putWinrm();
      }),
    close: async () => {
      await lives.crash();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
