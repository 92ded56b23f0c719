import type { Generation } from "../generation.js";
import { type RebootNeed, rebootNeed } from "../versions/reboot.js";
import { type ReleaseCount, releasesBetween } from "../versions/releases.js";
import { compareVersions, isAtVersion, isNewerRelease } from "../versions/version.js";
import { type AgentTraits, forbiddenStart, otherGeneration } from "./forbidden-starts.js";
import { beyondServer, type Held, heldHop, isOneHop, missingHop, noInstaller, notInCatalogue, onHold, type PathBlocker } from "./path-blockers.js";

/** `available`: versions of the catalogue's installers for the machine's OS tag. Without `target` the newest that the server allows. */
export type VersionsWish = Readonly<{
  /** Absent for a first installation, which goes to the target at once. */
  installed?: string;
  /** Tag of the machine's operating system; with it a missing installer is named as its file is, and why it may be missing. */
  osTag?: string;
  target?: string;
  available: readonly string[];
  /** Versions that are there but on hold; they are not among `available`. */
  held?: readonly Held[];
  /** Version of the configuration server or appliance; without it nothing is compared with it. */
  serverVersion?: string;
  driverVersionAtBoot?: string;
  agent?: AgentTraits;
  /** Of the fabric; without it that of the agent is not compared. */
  generation?: Generation;
}>;

export type VersionsPlan = Readonly<{
  installedVersion?: string;
  targetVersion?: string;
  /** Versions to install, in order; empty when the machine is there already or the way is blocked. */
  path: readonly string[];
  countedBy: ReleaseCount["countedBy"];
  reboot: RebootNeed;
  blockedBy: readonly PathBlocker[];
  /** The first installer on the way makes the agent one of this generation; it must be registered anew then. */
  migratesTo?: Generation;
}>;

/** Which versions lead from the installed one to the target, at most four releases a hop; never downwards, never beyond the server. */
export function planVersions(wish: VersionsWish): VersionsPlan {
  const { installed, serverVersion } = wish;
  const target = wish.target ?? newestAllowed(wish.available, serverVersion);
  const none = { ...(installed && { installedVersion: installed }), path: [], countedBy: "ReleaseList", reboot: "None", blockedBy: [] } as const;
  if (target === undefined) return withoutTarget(wish, none);
  const hold = wish.held?.find(({ version }) => isAtVersion(version, target));
  if (hold && wish.target !== undefined && !wish.available.some((version) => isAtVersion(version, target)))
    return { ...none, targetVersion: target, blockedBy: [onHold(hold)] };
  if (installed === undefined) return firstInstallation(wish, target);
  const driverVersionAtBoot = wish.driverVersionAtBoot ?? installed;
  const { countedBy } = releasesBetween(installed, target);
  const plan = { ...none, targetVersion: target, countedBy };
  const start = { ...wish, installed, target };
  const generation = otherGeneration(start);
  if (typeof generation === "object") return { ...plan, blockedBy: [generation, ...(isAtVersion(installed, target) ? [] : forbiddenStart(start))] };
  if (isAtVersion(installed, target)) return { ...plan, reboot: rebootNeed({ driverVersionAtBoot, version: installed }) };
  if (wish.target === undefined && compareVersions(installed, target) > 0)
    return { ...plan, reboot: rebootNeed({ driverVersionAtBoot, version: installed }) }; // updated by hand beyond what we have
  const refused = [refusal(installed, target, serverVersion), ...forbiddenStart(start)].flatMap((one) => one ?? []);
  if (refused.length > 0) return { ...plan, blockedBy: refused };
  const path = hops(installed, target, wish);
  if (!Array.isArray(path)) return { ...plan, blockedBy: [path] };
  const migratesTo = generation === "Migration" ? wish.generation : undefined;
  return { ...plan, path, reboot: rebootNeed({ driverVersionAtBoot, version: target, updated: true }), ...(migratesTo && { migratesTo }) };
}

/** Nothing may be chosen: because there is nothing, or because all of it is on hold. */
function withoutTarget({ installed, serverVersion, osTag, held = [], driverVersionAtBoot }: VersionsWish, none: VersionsPlan): VersionsPlan {
  const newestHeld = newestAllowed(
    held.map(({ version }) => version),
    serverVersion,
  );
  const hold = held.find(({ version }) => version === newestHeld);
  if (!hold) return { ...none, blockedBy: [noInstaller(serverVersion, osTag)] };
  if (installed === undefined || compareVersions(installed, hold.version) < 0) return { ...none, blockedBy: [onHold(hold)] };
  return { ...none, reboot: rebootNeed({ driverVersionAtBoot: driverVersionAtBoot ?? installed, version: installed }) }; // it came before the hold
}

function firstInstallation({ available, serverVersion, osTag }: VersionsWish, target: string): VersionsPlan {
  const plan = { targetVersion: target, path: [], countedBy: "ReleaseList", reboot: "None", blockedBy: [] } as const;
  const refused = beyondServer(target, serverVersion);
  if (refused) return { ...plan, blockedBy: [refused] };
  const wanted = newest(available.filter((version) => isAtVersion(version, target)));
  return wanted === undefined ? { ...plan, blockedBy: [notInCatalogue(target, osTag)] } : { ...plan, path: [wanted] };
}

function hops(installed: string, target: string, { available, held = [], osTag }: VersionsWish): string[] | PathBlocker {
  const wanted = newest(available.filter((version) => isAtVersion(version, target)));
  if (wanted === undefined) return notInCatalogue(target, osTag);
  const path: string[] = [];
  for (let at = installed; at !== wanted; at = path.at(-1) ?? wanted) {
    const next = newest(
      available.filter((version) => compareVersions(version, at) > 0 && compareVersions(version, wanted) <= 0 && isOneHop(at, version)),
    );
    if (next === undefined || next === at) return heldHop(at, target, held) ?? missingHop(at, target, osTag);
    path.push(next);
  }
  return path;
}

const newestAllowed = (versions: readonly string[], serverVersion: string | undefined): string | undefined =>
  newest(versions.filter((version) => !serverVersion || !isNewerRelease(version, serverVersion)));
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
