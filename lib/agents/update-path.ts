import type { MachineErrorCode } from "../core/errors.js";
import { type RebootNeed, rebootNeed } from "./reboot.js";
import { RELEASES_A_HOP, type ReleaseCount, releasesBetween } from "./releases.js";
import { compareVersions, isAtVersion, isNewerRelease, parseVersion } from "./version.js";

/** `available`: versions of the catalogue's installers for the machine's OS tag. Without `target` the newest that the server allows. */
export type PathWish = Readonly<{
  /** Absent for a first installation, which goes to the target at once. */
  installed?: string;
  target?: string;
  available: readonly string[];
  /** Version of the configuration server or appliance; without it nothing is compared with it. */
  serverVersion?: string;
  driverVersionAtBoot?: string;
}>;

export type PathBlocker = Readonly<{ code: MachineErrorCode; message: string; recommendedAction: string }>;

export type PathPlan = Readonly<{
  installedVersion?: string;
  targetVersion?: string;
  /** Versions to install, in order; empty when the machine is there already or the way is blocked. */
  path: readonly string[];
  countedBy: ReleaseCount["countedBy"];
  reboot: RebootNeed;
  blockedBy: readonly PathBlocker[];
}>;

/** The way from the installed version to the target, at most four releases a hop; never downwards, never beyond the server. */
export function planPath(wish: PathWish): PathPlan {
  const { installed, serverVersion } = wish;
  const target = wish.target ?? newest(wish.available.filter((version) => !serverVersion || !isNewerRelease(version, serverVersion)));
  const none = { ...(installed && { installedVersion: installed }), path: [], countedBy: "ReleaseList", reboot: "None", blockedBy: [] } as const;
  if (target === undefined) return { ...none, blockedBy: [noInstaller(serverVersion)] };
  if (installed === undefined) return firstInstallation(wish, target);
  const driverVersionAtBoot = wish.driverVersionAtBoot ?? installed;
  const { countedBy } = releasesBetween(installed, target);
  const plan = { ...none, targetVersion: target, countedBy };
  if (isAtVersion(installed, target)) return { ...plan, reboot: rebootNeed({ driverVersionAtBoot, version: installed }) };
  const refused = refusal(installed, target, serverVersion);
  if (refused) return { ...plan, blockedBy: [refused] };
  const path = hops(installed, target, wish.available);
  if (!Array.isArray(path)) return { ...plan, blockedBy: [path] };
  return { ...plan, path, reboot: rebootNeed({ driverVersionAtBoot, version: target, updated: true }) };
}

function firstInstallation({ available, serverVersion }: PathWish, target: string): PathPlan {
  const plan = { targetVersion: target, path: [], countedBy: "ReleaseList", reboot: "None", blockedBy: [] } as const;
  const refused = beyondServer(target, serverVersion);
  if (refused) return { ...plan, blockedBy: [refused] };
  const wanted = newest(available.filter((version) => isAtVersion(version, target)));
  return wanted === undefined ? { ...plan, blockedBy: [notInCatalogue(target)] } : { ...plan, path: [wanted] };
}

function hops(installed: string, target: string, available: readonly string[]): string[] | PathBlocker {
  const wanted = newest(available.filter((version) => isAtVersion(version, target)));
  if (wanted === undefined) return notInCatalogue(target);
  const path: string[] = [];
  for (let at = installed; at !== wanted; at = path.at(-1) ?? wanted) {
    const next = newest(
      available.filter((version) => compareVersions(version, at) > 0 && compareVersions(version, wanted) <= 0 && isOneHop(at, version)),
    );
    if (next === undefined || next === at) return missingHop(at, target);
    path.push(next);
  }
  return path;
}

const isOneHop = (from: string, to: string): boolean => releasesBetween(from, to).count <= RELEASES_A_HOP;
const newest = (versions: readonly string[]): string | undefined => versions.toSorted(compareVersions).at(-1);

function refusal(installed: string, target: string, serverVersion: string | undefined): PathBlocker | undefined {
  if (compareVersions(target, installed) < 0) {
    return {
      code: "DowngradeRefused",
      message: `The machine has ${installed}, which is newer than ${target}; an update never goes back`,
      recommendedAction: "Choose a newer target version, or uninstall the agent and install the older one.",
    };
  }
  return beyondServer(target, serverVersion);
}

function beyondServer(target: string, serverVersion: string | undefined): PathBlocker | undefined {
  if (serverVersion === undefined || !isNewerRelease(target, serverVersion)) return undefined;
  return {
    code: "ComponentsOutdated",
    message: `The target ${target} is newer than the configuration server or appliance (${serverVersion}); an agent never is`,
    recommendedAction: `Update the server to ${target} or later first, or choose ${serverVersion} as the target.`,
  };
}

function missingHop(from: string, target: string): PathBlocker {
  const [major, minor] = parseVersion(from);
  const until = Array.from({ length: 12 }, (_, i) => `${major}.${minor + 12 - i}`).find((version) => isOneHop(from, version)) ?? from;
  return missing(`The way from ${from} to ${target} needs an installer in between: ${until}, or an older one that is newer than ${from}`, until);
}

const notInCatalogue = (target: string): PathBlocker => missing(`No installer of ${target} for this operating system is in the catalogue`, target);

const missing = (message: string, version: string): PathBlocker => ({
  code: "InstallerMissing",
  message,
  recommendedAction: `Import the installer of ${version} for this operating system into the catalogue.`,
});

const noInstaller = (serverVersion: string | undefined): PathBlocker => ({
  code: "InstallerMissing",
  message: `The catalogue has no installer for this operating system${serverVersion ? ` that is not newer than the server (${serverVersion})` : ""}`,
  recommendedAction: "Import one into the catalogue.",
});
