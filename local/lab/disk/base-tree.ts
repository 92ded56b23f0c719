import { createHash } from "node:crypto";
import { access, chmod, copyFile, cp, lstat, mkdir, readdir, readlink, realpath, rename, rm, stat, symlink, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { FleetError } from "../../../lib/core/errors.js";
import { FAKES } from "../machine/fakes.js";
import { runLocal } from "../run-local.js";
import { programsInstead } from "../stand-ins/missing-programs.js";
import { MODULES, OPTIONAL_COMMANDS, OPTIONAL_FILES, PROGRAM_FOLDERS, REQUIRED_COMMANDS, SYSTEM_FOLDERS } from "./base-contents.js";
import { findPython, type PythonTree } from "./python-tree.js";
import { which } from "./which.js";

export type BaseOptions = Readonly<{
  /** With the python3 of this machine's distribution. Default: without. */
  python?: boolean;
}>;

/**
 * A folder with this machine's own programs and their libraries, below which every lab machine lies read-only.
 * Made once per version of those programs and kept in `cacheDir`. Errors: InvalidSettings when a needed program is missing.
 */
export async function baseTree(cacheDir: string, { python = false }: BaseOptions = {}): Promise<string> {
  const tree = python ? await findPython() : null;
  const files = [...(await programs()), ...(tree?.programs ?? [])];
  const texts = { ...FAKES, ...(await programsInstead()) };
  const base = join(cacheDir, `base-${await digest(files, texts)}`);
  if (await exists(base)) return base;
  const part = `${base}.${process.pid}.part`;
  await build(part, await withLibraries(files), texts, tree);
  await rename(part, base).catch(async (error) => {
    await rm(part, { recursive: true, force: true });
    if (!(await exists(base))) throw error; // else another process was first
  });
  return base;
}

const exists = (path: string) =>
  access(path).then(
    () => true,
    () => false,
  );

async function programs(): Promise<readonly string[]> {
  const required = await Promise.all(REQUIRED_COMMANDS.map(async (name) => ({ name, path: await which(name) })));
  const missing = required.filter(({ path }) => !path).map(({ name }) => name);
  if (missing.length > 0) throw new FleetError("InvalidSettings", `The lab copies this machine's own programs; install ${missing.join(", ")} first`);
  const optional = await Promise.all(OPTIONAL_COMMANDS.map(which));
  const inFolders = await Promise.all(PROGRAM_FOLDERS.map(filesBelow));
  const modules = await Promise.all(MODULES.map(async (path) => ((await exists(path)) ? path : null)));
  return [...required.map(({ path }) => path), ...optional, ...inFolders.flat(), ...modules].filter((path) => path !== null);
}

async function filesBelow(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true }).catch(() => []); // absent on other distributions
  return entries.filter((entry) => !entry.isDirectory()).map((entry) => join(entry.parentPath, entry.name));
}

/** The programs and what the loader would load for them. Scripts and unreadable files have no libraries. */
async function withLibraries(paths: readonly string[]): Promise<readonly string[]> {
  const half = Math.ceil(paths.length / 2);
  const runs = await Promise.all([paths.slice(0, half), paths.slice(half)].map((part) => runLocal(["ldd", ...part]))); // exits 1 where one is a script
  const libraries = runs.flatMap(({ stdout }) => [...stdout.matchAll(/^\s+(?:\S+ => )?(\/\S+) \(0x/gm)].map((match) => match[1] ?? ""));
  return [...new Set([...paths, ...libraries])].filter(Boolean).sort();
}

/** Scripts of the lab's own, by path. */
type Texts = Readonly<Record<string, string>>;

/** Libraries come and go with the loader's cache, so its facts stand for theirs. */
async function digest(files: readonly string[], texts: Texts): Promise<string> {
  const loader = (await exists("/etc/ld.so.cache")) ? ["/etc/ld.so.cache"] : [];
  const facts = await Promise.all([...files, ...loader].map(async (file) => ({ file, ...pick(await stat(file)) })));
  const content = JSON.stringify([process.getuid?.(), SYSTEM_FOLDERS, OPTIONAL_FILES, texts, facts]);
  return createHash("sha256").update(content).digest("hex").slice(0, 16);
}

const pick = ({ size, mtimeMs }: Readonly<{ size: number; mtimeMs: number }>) => ({ size, mtimeMs });

async function build(root: string, files: readonly string[], texts: Texts, python: PythonTree | null): Promise<void> {
  await mkdir(root, { recursive: true, mode: 0o755 });
  for (const name of ["bin", "sbin", "lib", "lib32", "lib64"]) await linkAsHere(root, name);
  for (const [folder, mode] of Object.entries(SYSTEM_FOLDERS)) {
    await mkdir(join(root, folder), { recursive: true });
    await chmod(join(root, folder), mode);
  }
  for (const file of files) await copyProgram(root, file);
  for (const file of OPTIONAL_FILES) {
    if (await exists(file)) await cp(await realpath(file), join(root, file), { recursive: true, dereference: true });
  }
  await python?.copyTo(root);
  for (const [path, text] of Object.entries(texts)) {
    await rm(join(root, path), { force: true });
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text, { mode: 0o755 });
  }
}

/** Where /bin is a link to usr/bin here, it is one there. */
async function linkAsHere(root: string, name: string): Promise<void> {
  const here = await lstat(`/${name}`).catch(() => null);
  if (!here?.isSymbolicLink()) return;
  const target = (await readlink(`/${name}`)).replace(/^\//, "");
  await mkdir(join(root, target), { recursive: true });
  await symlink(target, join(root, name));
}

async function copyProgram(root: string, file: string): Promise<void> {
  const target = join(root, file);
  await mkdir(dirname(target), { recursive: true });
  const copied = await copyFile(file, target).then(
    () => true,
    () => false,
  );
  if (!copied) return; // sudo is unreadable for other users on some distributions; without root it is of no use either
  const setUserId = basename(file) === "sudo" || basename(file) === "su";
  await chmod(target, setUserId ? 0o4755 : ((await stat(file)).mode & 0o777) | 0o400);
}
