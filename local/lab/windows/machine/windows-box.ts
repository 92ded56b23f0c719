import { spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync } from "node:fs";
import { access, rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { FleetError } from "../../../../lib/core/errors.js";
import { searchPath } from "../../disk/which.js";
import { firstProcess } from "../../machine/first-process.js";
import { killQuietly } from "../../machine/kill-quietly.js";
import { runLocal } from "../../run-local.js";
import startScript from "./start-windows.sh";
import initScript from "./windows-init.sh";

/** The processes of a started Windows machine. They end with this process, however it ends. */
export type WindowsBox = Readonly<{
  ended: Promise<void>;
  /** The words before a Unix command that make it run inside, with these variables and none beside. */
  enter(environment?: Readonly<Record<string, string>>): readonly string[];
  /** Windows' drive C: as seen from outside. */
  drive: string;
  kill(): Promise<void>;
}>;

const UNSHARE = ["setpriv", "--pdeathsig", "KILL", "unshare", "--mount", "--uts", "--ipc", "--pid", "--fork", "--kill-child"];
/** Wine hands all of the Unix environment on, so there is only what Windows' programs may see. */
const ENVIRONMENT = {
  ...{ PATH: "/usr/sbin:/usr/bin:/sbin:/bin", HOME: "/root", LC_ALL: "C.UTF-8" },
  ...{ WINEPREFIX: "/windows", WINEDEBUG: "-all", WINEDLLOVERRIDES: "mshtml=" },
};
const STARTED_MS = 120_000;

/** Starts a machine on its disk; resolves when Windows' services have been started. Errors: Internal with what the start printed. */
export async function startWindowsBox(folder: string, layers: readonly string[], hostName: string): Promise<WindowsBox> {
  await rm(join(folder, "init.pid"), { force: true });
  await rm(join(folder, "disk/root/windows/drive_c/lab/started"), { force: true });
  const log = openSync(join(folder, "log"), "a");
  const inside = ["sh", "-c", startScript, "start-windows", folder, layers.join(":"), hostName, ...withEnvironment({}), "/bin/sh", "-c", initScript];
  const [program = "", ...words] = [...UNSHARE, ...inside];
  const child = spawn(program, words, { detached: true, stdio: ["ignore", log, log], env: { PATH: searchPath() } });
  closeSync(log);
  const ended = once(child, "exit").then(() => {});
  const hasEnded = () => child.exitCode !== null || child.signalCode !== null;
  const pid = await firstProcess(folder, hasEnded);
  const box: WindowsBox = {
    ended,
    drive: `/proc/${pid}/root/windows/drive_c`,
    enter: (environment = {}) => {
      if (hasEnded()) throw new FleetError("MachineUnreachable", `lab machine ${hostName} is not running`);
      const enter = [
        "nsenter",
        "--target",
        String(pid),
        "--mount",
        "--uts",
        "--ipc",
        "--pid",
        "setpriv",
        "--pdeathsig",
        "KILL",
        "chroot",
        join(folder, "root"),
      ];
      return [...enter, ...withEnvironment(environment)];
    },
    kill: async () => {
      if (!hasEnded()) await runLocal([...box.enter(), "sh", "-c", "wineserver -k15; timeout 20 wineserver -w"]).catch(() => {}); // what Wine holds of the registry goes to the disk
      if (!hasEnded()) killQuietly(pid);
      await ended;
    },
  };
  await started(folder, hasEnded);
  return box;
}

const withEnvironment = (extra: Readonly<Record<string, string>>): readonly string[] => [
  ...["env", "-i", "--chdir=/windows/drive_c"],
  ...Object.entries({ ...ENVIRONMENT, ...extra }).map(([name, value]) => `${name}=${value}`),
];

async function started(folder: string, hasEnded: () => boolean): Promise<void> {
  const file = join(folder, "disk/root/windows/drive_c/lab/started");
  for (const deadline = Date.now() + STARTED_MS; ; await sleep(10)) {
    const there = await access(file).then(
      () => true,
      () => false,
    );
    if (there) return;
    if (hasEnded() || Date.now() > deadline) throw new FleetError("Internal", "A Windows machine of the lab did not start; its folder has a log");
  }
}
