import { type RebootNeed, rebootNeed } from "../versions/reboot.js";
import { compareVersions } from "../versions/version.js";
import { planVersions, type VersionsPlan, type VersionsWish } from "./plan-versions.js";

/** An installer of the catalogue, as far as a path depends on it. */
export type ChoosableInstaller = Readonly<{ version: string; buildDate: string }>;

/** `installers`: those of the machine's OS tag that may be chosen. */
export type PathWish<I extends ChoosableInstaller> = Omit<VersionsWish, "available"> & Readonly<{ installers: readonly I[] }>;

/** The restarts of one hop. */
export type HopRestarts = Readonly<{
  /** Mandatory before it, because it would go too far beyond the driver that is loaded. */
  restartFirst: boolean;
  /** The verdict on one after it; mandatory where the next hop would go too far. */
  reboot: RebootNeed;
}>;

/** One installer on the way. `from` is absent for a first installation. */
export type PathHop<I extends ChoosableInstaller> = Readonly<{ from?: string; to: string; installer: I }> & HopRestarts;

/** `hops`: in order; none when the machine is there already or the way is blocked. `reboot`: the verdict at the end of the way. */
export type PathPlan<I extends ChoosableInstaller> = Omit<VersionsPlan, "path"> & Readonly<{ hops: readonly PathHop<I>[] }>;

/** The way from the installed version to the target, hop by hop, each with its installer and with the verdict on a restart after it. */
export function planPath<I extends ChoosableInstaller>({ installers, ...wish }: PathWish<I>): PathPlan<I> {
  const { path, ...plan } = planVersions({ ...wish, available: installers.map(({ version }) => version) });
  const { installed } = wish;
  let driver = wish.driverVersionAtBoot ?? installed;
  const hops = path.map((to, n): PathHop<I> => {
    const from = path[n - 1] ?? installed;
    const next = path[n + 1];
    const restartFirst = from !== undefined && goesTooFar(driver, to);
    if (restartFirst) driver = from;
    const reboot = restartAfter(to, { driver, next, isFirstInstallation: installed === undefined });
    return { ...(from !== undefined && { from }), to, installer: installerOf(installers, to), restartFirst, reboot };
  });
  return { ...plan, hops, reboot: hops.at(-1)?.reboot ?? plan.reboot };
}

const goesTooFar = (driver: string | undefined, to: string): boolean => rebootNeed({ driverVersionAtBoot: driver, version: to }) === "Mandatory";

type Around = Readonly<{ driver: string | undefined; next: string | undefined; isFirstInstallation: boolean }>;

function restartAfter(to: string, { driver, next, isFirstInstallation }: Around): RebootNeed {
  if (isFirstInstallation) return "None";
  if (next !== undefined && goesTooFar(driver, next)) return "Mandatory";
  return rebootNeed({ driverVersionAtBoot: driver, version: to, updated: true });
}

/** The versions of a path, in order. */
export const versionsOf = (hops: readonly Readonly<{ to: string }>[]): string[] => hops.map(({ to }) => to);

/** The newest build of the version, which is one of theirs. */
function installerOf<I extends ChoosableInstaller>(installers: readonly I[], version: string): I {
  const [newest] = installers
    .filter((installer) => compareVersions(installer.version, version) === 0)
    .toSorted((a, b) => b.buildDate.localeCompare(a.buildDate));
  return newest as I; // the path was made of these very versions
}
