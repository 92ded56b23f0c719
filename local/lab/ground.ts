import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { FleetError } from "../../lib/core/errors.js";
import { type BaseOptions, baseTree, which } from "./base-tree.js";
import { runLocal } from "./run-local.js";

/** How far a machine is kept apart from this one: as root, as a user in a namespace of its own, or by chroot alone. */
export type Isolation = "namespaces" | "user-namespace" | "chroot";

/** What lab machines stand on here. */
export type Ground = Readonly<{
  isolation: Isolation;
  base: string;
  /** A machine's disk lies over the base; else each machine has a copy of the base. */
  overlay: boolean;
  /** The words that make a new process a machine of its own. */
  unshare: readonly string[];
  nsenter(pid: number): readonly string[];
}>;

const NEW = ["--mount", "--uts", "--ipc", "--pid"];
const UNSHARE: Readonly<Record<Isolation, readonly string[]>> = {
  namespaces: ["unshare", ...NEW, "--fork", "--kill-child"],
  "user-namespace": ["unshare", "--user", "--map-root-user", ...NEW, "--fork", "--kill-child"],
  chroot: [],
};

/** Finds out by trying what this machine permits. Errors: InvalidSettings that says what is needed when nothing is permitted. */
export async function findGround(cacheDir: string, only?: Isolation, contents: BaseOptions = {}): Promise<Ground> {
  const base = await baseTree(cacheDir, contents);
  const asRoot = process.getuid?.() === 0;
  const candidates: readonly Isolation[] = only ? [only] : asRoot ? ["namespaces", "chroot"] : ["user-namespace"];
  const said: string[] = [];
  for (const isolation of candidates) {
    const refusal = await tryUnshare(isolation);
    if (!refusal)
      return { isolation, base, overlay: await canOverlay(cacheDir, base, isolation), unshare: UNSHARE[isolation], nsenter: enterer(isolation) };
    said.push(`${isolation}: ${refusal}`);
  }
  throw new FleetError("InvalidSettings", `Lab machines need Linux and root, or Linux with user namespaces for everybody; tried ${said.join("; ")}`);
}

async function tryUnshare(isolation: Isolation): Promise<string | null> {
  for (const program of ["setpriv", "unshare", "nsenter", "chroot"]) {
    if (!(await which(program))) return `the program ${program} of util-linux or coreutils is missing`;
  }
  const probe = isolation === "chroot" ? ["chroot", "/", "true"] : [...UNSHARE[isolation], "mount", "-t", "proc", "proc", "/proc"];
  const { exitCode, stderr } = await runLocal(probe);
  return exitCode === 0 ? null : stderr.trim();
}

async function canOverlay(cacheDir: string, base: string, isolation: Isolation): Promise<boolean> {
  if (isolation === "chroot") return false;
  const folder = await mkdtemp(join(cacheDir, "probe-"));
  for (const name of ["upper", "work", "root"]) await mkdir(join(folder, name));
  const extra = isolation === "namespaces" ? "" : ",userxattr";
  const options = `lowerdir=${base},upperdir=${folder}/upper,workdir=${folder}/work${extra}`;
  const { exitCode } = await runLocal([...UNSHARE[isolation], "mount", "-t", "overlay", "-o", options, "overlay", `${folder}/root`]);
  await rm(folder, { recursive: true, force: true });
  return exitCode === 0;
}

const enterer = (isolation: Isolation) => (pid: number) => {
  if (isolation === "chroot") return [];
  const user = isolation === "user-namespace" ? ["--user", "--preserve-credentials"] : [];
  return ["nsenter", "--target", String(pid), ...user, ...NEW];
};
