import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { FleetError } from "../../lib/core/errors.js";
import { type BaseOptions, baseTree } from "./disk/base-tree.js";
import { which } from "./disk/which.js";
import { runLocal } from "./run-local.js";
import { whySimulationCannotRun } from "./simulated/simulated-disk.js";
import { programStandIns } from "./stand-ins/missing-programs.js";
import type { StandIn } from "./stand-ins/stand-in.js";
import { sudoWorks } from "./stand-ins/sudo.js";

/** How far a machine is kept apart from this one: as root, as a user in a namespace of its own, by chroot alone, or not at all: a simulated one. */
export type Isolation = "namespaces" | "user-namespace" | "chroot" | "simulated";

/** What lab machines stand on here. */
export type Ground = Readonly<{
  isolation: Isolation;
  base: string;
  /** A machine's disk lies over the base; else each machine has a copy of the base. */
  overlay: boolean;
  /** Machines have users beside root. */
  secondAccount: boolean;
  /** This machine's sudo works in them. */
  sudo: boolean;
  /** A machine's disk can be a small one. */
  smallDisk: boolean;
  /** What their programs have instead of those that this machine lacks. */
  programs: readonly StandIn[];
  /** The words that make a new process a machine of its own. */
  unshare: readonly string[];
  nsenter(pid: number): readonly string[];
}>;

const NEW = ["--mount", "--uts", "--ipc", "--pid"];
const UNSHARE: Readonly<Record<Isolation, readonly string[]>> = {
  namespaces: ["unshare", ...NEW, "--fork", "--kill-child"],
  "user-namespace": ["unshare", "--user", "--map-root-user", ...NEW, "--fork", "--kill-child"],
  chroot: [],
  simulated: [],
};

export type GroundOptions = BaseOptions & Readonly<{ simulated?: boolean }>;

/**
 * Finds out by trying what this machine permits. A chroot alone is taken only when it is asked for: without /proc in it no installer can be watched.
 * With `simulated` machines are simulated where nothing else is permitted. Errors: InvalidSettings that says what is needed.
 */
export async function findGround(cacheDir: string, only?: Isolation, { simulated = false, ...contents }: GroundOptions = {}): Promise<Ground> {
  const asRoot = process.getuid?.() === 0;
  const possible: readonly Isolation[] = asRoot ? ["namespaces", "user-namespace"] : ["user-namespace"];
  const candidates = only ? [only] : [...possible, ...(simulated ? ["simulated" as const] : [])];
  const said: string[] = [];
  for (const isolation of candidates) {
    const refusal = await tryOut(isolation);
    if (!refusal) return isolation === "simulated" ? simulatedGround() : groundFor(isolation, await baseTree(cacheDir, contents), cacheDir);
    said.push(`${isolation}: ${refusal}`);
  }
  throw new FleetError("InvalidSettings", `Lab machines need Linux and root, or Linux with user namespaces for everybody; tried ${said.join("; ")}`);
}

const simulatedGround = async (): Promise<Ground> => ({
  ...{ isolation: "simulated", base: "", overlay: false, secondAccount: false, sudo: false, smallDisk: false, unshare: [] },
  programs: await programStandIns(),
  nsenter: () => [],
});

async function groundFor(isolation: Isolation, base: string, cacheDir: string): Promise<Ground> {
  const secondAccount = isolation === "namespaces" || isolation === "chroot";
  return {
    isolation,
    base,
    overlay: await canOverlay(cacheDir, base, isolation),
    secondAccount,
    sudo: secondAccount && (await sudoWorks(UNSHARE[isolation], base)),
    smallDisk: isolation === "namespaces",
    programs: await programStandIns(),
    unshare: UNSHARE[isolation],
    nsenter: enterer(isolation),
  };
}

/** Why this isolation is not to be had, or null. */
async function tryOut(isolation: Isolation): Promise<string | null> {
  if (isolation === "simulated") return whySimulationCannotRun();
  for (const program of ["setpriv", "unshare", "nsenter", "chroot"]) {
    if (!(await which(program))) return `the program ${program} of util-linux or coreutils is missing`;
  }
  const probe = isolation === "chroot" ? ["chroot", "/", "true"] : [...UNSHARE[isolation], "mount", "-t", "proc", "proc", "/proc"];
  const tried = await runLocal(probe).catch((error: Error) => ({ exitCode: null, stderr: error.message }));
  return tried.exitCode === 0 ? null : tried.stderr.trim() || `${probe[0]} ended with ${tried.exitCode}`;
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
