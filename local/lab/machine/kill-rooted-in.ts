import { readdir, readlink } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { killQuietly } from "./kill-quietly.js";

/** Ends every process whose root folder is this one; where there are no namespaces this is how a machine's processes are known. */
export async function killRootedIn(root: string): Promise<void> {
  for (let pids = await rootedIn(root); pids.length > 0; pids = await rootedIn(root)) {
    for (const pid of pids) killQuietly(pid);
    await sleep(10);
  }
}

async function rootedIn(root: string): Promise<readonly number[]> {
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name)).map(Number);
  const found = await Promise.all(pids.map(async (pid) => ((await readlink(`/proc/${pid}/root`).catch(() => "")) === root ? pid : null)));
  return found.filter((pid) => pid !== null);
}
