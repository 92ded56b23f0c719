import { spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync } from "node:fs";
import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { FleetError } from "../../../lib/core/errors.js";
import { searchPath } from "../disk/which.js";
import type { Ground } from "../ground.js";
import { startSimulatedBox } from "../simulated/simulated-box.js";
import type { Box, BoxOptions } from "./box.js";
import { firstProcess } from "./first-process.js";
import { killQuietly } from "./kill-quietly.js";
import { killRootedIn } from "./kill-rooted-in.js";
import startBox from "./start-box.sh";

/** Starts a machine on its disk. Resolves when its services have been started; errors hold what the start printed. */
export async function startInBox(ground: Ground, { folder, hostName, bootId, init }: BoxOptions): Promise<Box> {
  await writeFile(join(folder, "boot_id"), `${bootId}\n`);
  await rm(join(folder, "init.pid"), { force: true });
  if (ground.isolation === "simulated") return startSimulatedBox(folder, hostName);
  const files = ground.overlay ? "overlay" : "copy";
  const command = ["setpriv", "--pdeathsig", "KILL", ...ground.unshare, "sh", "-c", startBox, "start-box", folder, ground.base, hostName];
  const { child, ended } = spawnLogged([...command, ground.isolation, files, ...init], join(folder, "log"));
  const initPid = await firstProcess(folder, () => child.exitCode !== null || child.signalCode !== null);
  const machineRoot = join(folder, ground.overlay ? "root" : "disk/root");
  return {
    ended,
    environment: {},
    moved: null,
    enter: ({ uid, gid }) => {
      if (child.exitCode !== null || child.signalCode !== null) throw new FleetError("MachineUnreachable", `lab machine ${hostName} is not running`);
      // A user namespace made without help knows root alone.
      const as = ground.isolation === "user-namespace" ? [] : [`--userspec=${uid}:${gid}`];
      return [...ground.nsenter(initPid), "chroot", ...as, machineRoot];
    },
    kill: async () => {
      if (ground.isolation === "chroot") await killRootedIn(machineRoot);
      else if (child.exitCode === null && child.signalCode === null) killQuietly(initPid);
      await ended;
    },
  };
}

function spawnLogged([program = "", ...args]: readonly string[], logFile: string) {
  const log = openSync(logFile, "a");
  const child = spawn(program, args, { detached: true, stdio: ["ignore", log, log], env: { PATH: searchPath() } });
  closeSync(log);
  return { child, ended: once(child, "exit").then(() => {}) };
}
