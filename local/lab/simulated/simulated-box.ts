import { spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync } from "node:fs";
import { join } from "node:path";
import { FleetError } from "../../../lib/core/errors.js";
import type { Box } from "../machine/box.js";
import { firstProcess } from "../machine/first-process.js";
import start from "./files/start.sh";
import { movedPaths } from "./moved-paths.js";
import { endProcesses, MARK, showProcesses } from "./own-processes.js";

/** Starts a simulated machine on its disk: processes of this user that are known by a variable, in front of files that lie below a folder. */
export async function startSimulatedBox(folder: string, hostName: string): Promise<Box> {
  const root = join(folder, "disk/root");
  const paths = movedPaths(root);
  const environment = { [MARK]: root };
  const log = openSync(join(folder, "log"), "a");
  const env = { ...environment, PATH: paths.inward("/usr/local/bin:/usr/sbin:/usr/bin") };
  const child = spawn("/bin/sh", ["-c", start, "start", folder], { detached: true, stdio: ["pipe", log, log], env });
  closeSync(log);
  child.stdin?.on("error", () => {}); // it has ended
  const hasEnded = () => child.exitCode !== null || child.signalCode !== null;
  const ended = once(child, "exit").then(() => {});
  await firstProcess(folder, hasEnded);
  return {
    ended,
    environment,
    moved: { ...paths, beforeLook: () => showProcesses(root) },
    enter: () => {
      if (hasEnded()) throw new FleetError("MachineUnreachable", `lab machine ${hostName} is not running`);
      return [];
    },
    kill: async () => {
      await endProcesses(root);
      await ended;
    },
  };
}
