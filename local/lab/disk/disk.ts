import { chmod, lchown, mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Ground } from "../ground.js";
import { absentPrograms } from "../machine/fakes.js";
import { releaseFiles } from "../machine/poses.js";
import { DEFAULT_ACCOUNT, type MachineSpec } from "../machine/spec.js";
import { runLocal } from "../run-local.js";
import { movedPaths } from "../simulated/moved-paths.js";
import { makeSimulatedDisk } from "../simulated/simulated-disk.js";
import { needsSudoStandIn, userIdOf } from "../stand-ins/second-account.js";
import { SMALL_DISK_FILES } from "../stand-ins/small-disk.js";
import { sudoFiles } from "../stand-ins/sudo.js";
import { accountFiles } from "./account-files.js";
import { SYSTEM_FOLDERS } from "./base-contents.js";
import type { DiskFile } from "./disk-file.js";
import hostname from "./files/hostname.sh";
import { systemFiles } from "./system-files.js";

/** Makes the disk of a new machine in `<folder>/disk`: what differs from the base, or base and all where there is no overlay. */
export async function makeDisk(ground: Ground, folder: string, spec: MachineSpec): Promise<void> {
  for (const name of ["root", "disk/root", "disk/work"]) await mkdir(join(folder, name), { recursive: true });
  const root = join(folder, "disk/root");
  const files = filesOf(ground, spec);
  if (ground.isolation === "simulated") return makeSimulatedDisk(root, movedPaths(root), spec.osTag, files);
  if (!ground.overlay) await runLocal(["cp", "-a", `${ground.base}/.`, root]);
  await chmod(root, 0o755);
  for (const file of files) await put(root, file);
  if (ground.isolation === "chroot") await writeFile(join(root, "bin/hostname"), hostname, { mode: 0o755 });
  await removePrograms(ground, root, absentPrograms(spec.osTag));
}

function filesOf(ground: Ground, spec: MachineSpec): readonly DiskFile[] {
  const account = spec.account ?? DEFAULT_ACCOUNT;
  return [
    ...Object.entries(releaseFiles(spec.osTag)).map(([path, text]) => ({ path, text })),
    ...systemFiles(spec),
    ...accountFiles(account, userIdOf(account, ground)),
    ...(needsSudoStandIn(account, ground) ? sudoFiles(account) : []),
    ...(spec.freeDiskBytes !== undefined && !ground.smallDisk ? SMALL_DISK_FILES : []),
  ];
}

async function put(root: string, { path, text, mode = 0o644, owner = 0 }: DiskFile): Promise<void> {
  await makeFolders(root, dirname(path));
  if (path.endsWith("/")) {
    await mkdir(join(root, path), { recursive: true });
    await chmod(join(root, path), mode);
  } else await writeFile(join(root, path), text, { mode });
  if (owner !== 0) await lchown(join(root, path), owner, owner);
}

/** A folder on the disk hides the mode of the one in the base, so it gets the same. */
async function makeFolders(root: string, path: string): Promise<void> {
  if (path === "/") return;
  await makeFolders(root, dirname(path));
  await mkdir(join(root, path), { recursive: true });
  await chmod(join(root, path), SYSTEM_FOLDERS[path.slice(1)] ?? 0o755);
}

/** On an overlay a removed file is a device 0:0 in its place; as a plain user the lab leaves the program there but it cannot be run. */
async function removePrograms(ground: Ground, root: string, paths: readonly string[]): Promise<void> {
  for (const path of paths) {
    await makeFolders(root, dirname(path));
    if (!ground.overlay) await rm(join(root, path), { force: true });
    else if (ground.isolation === "namespaces") await runLocal(["mknod", join(root, path), "c", "0", "0"]);
    else await writeFile(join(root, path), "", { mode: 0o644 });
  }
}
