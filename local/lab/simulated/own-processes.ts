import { mkdir, readdir, readFile, rm, symlink } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { killQuietly } from "../machine/kill-quietly.js";

/** The variable by which the processes of a simulated machine are known; its value is the machine's folder. */
export const MARK = "LAB_MACHINE";

/** The processes of the machine whose files lie in this folder. */
export async function processesOf(root: string): Promise<readonly number[]> {
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name)).map(Number);
  const found = await Promise.all(pids.map(async (pid) => ((await isOf(pid, root)) ? pid : null)));
  return found.filter((pid) => pid !== null);
}

const isOf = async (pid: number, root: string): Promise<boolean> => {
  const environment = await readFile(`/proc/${pid}/environ`, "latin1").catch(() => ""); // another user's, or it has just ended
  return environment.split("\0").includes(`${MARK}=${root}`);
};

/** Ends all of them; one that ended meanwhile is no error. */
export async function endProcesses(root: string): Promise<void> {
  for (let pids = await processesOf(root); pids.length > 0; pids = await processesOf(root)) {
    for (const pid of pids) killQuietly(pid);
    await sleep(10);
  }
}

/** Makes the folders by which scripts look at all processes: those of this machine, and no other's. */
export async function showProcesses(root: string): Promise<void> {
  const folder = join(root, "proc");
  await mkdir(folder, { recursive: true });
  const present = new Set((await processesOf(root)).map(String));
  const shown = new Set((await readdir(folder)).filter((name) => /^\d+$/.test(name)));
  await Promise.all([
    ...[...shown].filter((pid) => !present.has(pid)).map((pid) => rm(join(folder, pid), { force: true })),
    ...[...present].filter((pid) => !shown.has(pid)).map((pid) => symlink(`/proc/${pid}`, join(folder, pid)).catch(alreadyThere)),
  ]);
}

function alreadyThere(error: NodeJS.ErrnoException): void {
  if (error.code !== "EEXIST") throw error;
}
