import { type RebootNeed, rebootNeed } from "../versions/reboot.js";
import { compareVersions } from "../versions/version.js";
import { planVersions, type VersionsPlan, type VersionsWish } from "./plan-versions.js";

/** An installer of the catalogue, as far as a path depends on it. */
export type ChoosableInstaller = Readonly<{ version: string; buildDate: string }>;

/** `installers`: those of the machine's OS tag that may be chosen. */
export type PathWish<I extends ChoosableInstaller> = Omit<VersionsWish, "available"> & Readonly<{ installers: readonly I[] }>;

/** One installer on the way. `from` is absent for a first installation. `reboot`: the verdict on a restart after it; mandatory before a hop that would go too far beyond the driver. */
export type PathHop<I extends ChoosableInstaller> = Readonly<{ from?: string; to: string; installer: I; reboot: RebootNeed }>;

/** `hops`: in order; none when the machine is there already or the way is blocked. `reboot`: the verdict at the end of the way. */
export type PathPlan<I extends ChoosableInstaller> = Omit<VersionsPlan, "path"> & Readonly<{ hops: readonly PathHop<I>[] }>;

/** The way from the installed version to the target, hop by hop, each with its installer and with the verdict on a restart after it. */
export function planPath<I extends ChoosableInstaller>({ installers, ...wish }: PathWish<I>): PathPlan<I> {
  const { path, ...plan } = planVersions({ ...wish, available: installers.map(({ version }) => version) });
  const { installed } = wish;
  let driverVersionAtBoot = wish.driverVersionAtBoot ?? installed;
  const hops = path.map((to, n): PathHop<I> => {
    const from = path[n - 1] ?? installed;
    const next = path[n + 1];
    const isDue = next !== undefined && rebootNeed({ driverVersionAtBoot, version: next }) === "Mandatory";
    const reboot = installed === undefined ? "None" : isDue ? "Mandatory" : rebootNeed({ driverVersionAtBoot, version: to, updated: true });
    if (isDue) driverVersionAtBoot = to;
    return { ...(from !== undefined && { from }), to, installer: installerOf(installers, to), reboot };
  });
  return { ...plan, hops, reboot: hops.at(-1)?.reboot ?? plan.reboot };
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
