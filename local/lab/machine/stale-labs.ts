import { randomBytes } from "node:crypto";
import { readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { runLocal } from "../run-local.js";
import { endProcesses } from "../simulated/own-processes.js";
import { killRootedIn } from "./kill-rooted-in.js";
import { startTime } from "./start-time.js";

/** A name that tells whose the folder is, for as long as that process lives. */
export const labFolderName = (): string => `lab-${process.pid}-${startTime(process.pid)}-${randomBytes(3).toString("hex")}`;

/** Removes what labs left here whose process ended without closing them: processes, mounts, folders, half-made base trees. */
export async function removeStaleLabs(dir: string): Promise<void> {
  for (const name of await readdir(dir)) {
    if (isStale(name)) await removeLab(join(dir, name));
  }
}

function isStale(name: string): boolean {
  const lab = /^lab-(\d+)-(\d+)-/.exec(name);
  if (lab) return startTime(Number(lab[1])) !== lab[2];
  const part = /^base-\w+\.(\d+)\.part$/.exec(name);
  return part !== null && startTime(Number(part[1])) === null;
}

async function removeLab(folder: string): Promise<void> {
  for (const machine of await readdir(join(folder, "machines")).catch(() => [])) await endMachine(join(folder, "machines", machine));
  const mounts = (await readFile("/proc/self/mounts", "utf8")).split("\n").map((line) => line.split(" ")[1] ?? "");
  for (const mount of mounts.filter((path) => path.startsWith(`${folder}/`)).reverse()) await runLocal(["umount", "--lazy", mount]);
  await rm(folder, { recursive: true, force: true });
}

/** The first process is known again by the lab's folder among its mounts, so that a reused pid is left alone. */
async function endMachine(folder: string): Promise<void> {
  const pid = Number(await readFile(join(folder, "init.pid"), "utf8").catch(() => "0"));
  const mounts = pid ? await readFile(`/proc/${pid}/mountinfo`, "utf8").catch(() => "") : "";
  if (mounts.includes(`upperdir=${folder}/`)) process.kill(pid, "SIGKILL");
  await killRootedIn(join(folder, "disk/root"));
  await endProcesses(join(folder, "disk/root"));
}
