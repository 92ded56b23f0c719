import { statfs } from "node:fs/promises";
import { FleetError } from "../../../lib/core/errors.js";
import { runLocal } from "../run-local.js";

/** Mounts a disk in memory (it takes only what it holds), whose size can be changed at any time, on an empty folder. */
export async function mountSmallDisk(folder: string): Promise<void> {
  await must(["mount", "-t", "tmpfs", "-o", "size=16g,mode=755", "mobility-fleet-lab", folder]);
}

/** Makes the disk as large as what it holds plus so many bytes (in pages of 4 KiB). */
export async function setFreeSpace(folder: string, bytes: number): Promise<void> {
  for (let tries = 50; ; tries--) {
    const { bsize, blocks, bfree } = await statfs(folder);
    const pages = blocks - bfree + Math.max(1, Math.ceil(bytes / bsize));
    const resize = ["mount", "-o", `remount,size=${pages * bsize}`, folder];
    if (tries === 1) return must(resize);
    if ((await runLocal(resize)).exitCode === 0) return; // else the machine has written more meanwhile
  }
}

/** Safe to call twice. */
export async function unmountSmallDisk(folder: string): Promise<void> {
  await runLocal(["umount", "--lazy", folder]);
}

async function must(command: readonly string[]): Promise<void> {
  const { exitCode, stderr } = await runLocal(command);
  if (exitCode !== 0) throw new FleetError("InvalidSettings", `A machine with a small disk needs root that may mount: ${stderr.trim()}`);
}
