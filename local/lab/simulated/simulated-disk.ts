import { chmod, mkdir, rm, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { OPTIONAL_COMMANDS, REQUIRED_COMMANDS, SYSTEM_FOLDERS } from "../disk/base-contents.js";
import type { DiskFile } from "../disk/disk-file.js";
import hostname from "../disk/files/hostname.sh";
import uname from "../disk/files/uname.sh";
import { which } from "../disk/which.js";
import { absentPrograms, FAKES } from "../machine/fakes.js";
import { programsInstead } from "../stand-ins/missing-programs.js";
import chown from "./files/chown.sh";
import find from "./files/find.sh";
import id from "./files/id.sh";
import tar from "./files/tar.sh";
import { MOVE_PATHS_PROGRAM } from "./move-paths-program.js";
import type { MovedPaths } from "./moved-paths.js";

/** What only a machine with a root of its own can have. */
const NOT_HERE = new Set(["mount", "umount", "sudo", "su", "sshd", "chroot", "unshare", "busybox"]);

/** What stands before this machine's programs, because the user here is not root and the paths are not the real ones. */
const SIMULATIONS: Readonly<Record<string, string>> = {
  ...FAKES,
  "/usr/bin/hostname": hostname,
  "/usr/bin/uname": uname,
  "/usr/bin/id": id,
  "/usr/bin/find": find,
  "/usr/bin/chown": chown,
  "/usr/bin/chgrp": chown,
  "/usr/bin/tar": tar,
};

const REAL = "/usr/lib/lab/real";

/** Why no machine can be simulated here, or null. */
export async function whySimulationCannotRun(): Promise<string | null> {
  if (process.platform !== "linux") return `this is ${process.platform}`;
  const missing = (await programs()).filter(({ needed, path }) => needed && !path).map(({ name }) => name);
  return missing.length === 0 ? null : `the programs ${missing.join(", ")} are missing`;
}

/** Makes the files of a simulated machine below a folder: links to this machine's programs, and texts in which the paths are moved there. */
export async function makeSimulatedDisk(root: string, paths: MovedPaths, osTag: string, files: readonly DiskFile[]): Promise<void> {
  for (const [folder, mode] of Object.entries(SYSTEM_FOLDERS)) await makeFolder(join(root, folder), mode);
  for (const { name, path } of await programs()) {
    if (path) await link(path, join(root, "usr/bin", name));
  }
  for (const name of ["tar", "find"]) await link((await which(name)) ?? name, join(root, REAL, name));
  await link(process.execPath, join(root, REAL, "node"));
  await put(root, { path: "/usr/lib/lab/move-paths.cjs", text: MOVE_PATHS_PROGRAM });
  for (const [path, text] of Object.entries({ ...SIMULATIONS, ...(await programsInstead()) }))
    await put(root, { path, text: paths.inward(text), mode: 0o755 });
  for (const file of files) await put(root, /^#!/.test(file.text) ? { ...file, text: paths.inward(file.text) } : file);
  for (const path of absentPrograms(osTag)) await rm(join(root, path), { force: true });
}

const programs = () => {
  const names = [...REQUIRED_COMMANDS.map((name) => ({ name, needed: true })), ...OPTIONAL_COMMANDS.map((name) => ({ name, needed: false }))];
  return Promise.all(names.filter(({ name }) => !NOT_HERE.has(name)).map(async (one) => ({ ...one, path: await which(one.name) })));
};

async function put(root: string, { path, text, mode = 0o644 }: DiskFile): Promise<void> {
  if (path.endsWith("/")) return makeFolder(join(root, path), mode);
  await mkdir(dirname(join(root, path)), { recursive: true });
  await rm(join(root, path), { force: true }); // else a link to a program of this machine would be written through
  await writeFile(join(root, path), text, { mode });
}

async function makeFolder(path: string, mode: number): Promise<void> {
  await mkdir(path, { recursive: true });
  await chmod(path, mode | 0o700);
}

async function link(target: string, path: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await symlink(target, path);
}
