import type { MachineErrorCode } from "../../core/errors.js";
import { supplyOf } from "../installers/installer-supply.js";
import { isWithdrawn, RELEASES_A_HOP, releasesBetween } from "../versions/releases.js";
import { compareVersions, isNewerRelease, parseVersion } from "../versions/version.js";

/** What is in the way of an update, and what to do about it. */
export type PathBlocker = Readonly<{ code: MachineErrorCode; message: string; recommendedAction: string; vendorCode?: string }>;

/** A version that is there but not chosen, and why. */
export type Held = Readonly<{ version: string; reason: string }>;

/** As many releases as an update may cross at once. */
export const isOneHop = (from: string, to: string): boolean => releasesBetween(from, to).count <= RELEASES_A_HOP;

/** An agent is never newer than its server. */
export function beyondServer(target: string, serverVersion: string | undefined): PathBlocker | undefined {
  if (serverVersion === undefined || !isNewerRelease(target, serverVersion)) return undefined;
  return {
    code: "ComponentsOutdated",
    message: `The target ${target} is newer than the configuration server or appliance (${serverVersion}); an agent never is`,
    recommendedAction: `Update the server to ${target} or later first, or choose ${serverVersion} as the target.`,
  };
}

/** Names the newest release that could be the next stop. */
export function missingHop(from: string, target: string, osTag?: string): PathBlocker {
  const [major, minor] = parseVersion(from);
  const upwards = Array.from({ length: 12 }, (_, i) => `${major}.${minor + 12 - i}`);
  const until = upwards.find((version) => isOneHop(from, version) && !isWithdrawn(version)) ?? from;
  return missing(
    `The way from ${from} to ${target} needs an installer in between: ${until}, or an older one that is newer than ${from}`,
    until,
    osTag,
  );
}

/** What would lead on is there, but on hold. */
export function heldHop(from: string, target: string, held: readonly Held[]): PathBlocker | undefined {
  const hold = held.find(({ version }) => compareVersions(version, from) > 0 && compareVersions(version, target) <= 0 && isOneHop(from, version));
  return hold && onHold(hold, ` The way from ${from} to ${target} leads through it.`);
}

/** With the reason that somebody gave. */
export const onHold = ({ version, reason }: Held, more = ""): PathBlocker => ({
  code: "VersionOnHold",
  message: `Version ${version} is on hold: ${reason}.${more}`,
  recommendedAction: "Choose another version, or take the hold away (Remove-AsrMobilityServiceHold) when its reason is gone.",
});

/** For a version that was asked for. */
export const notInCatalogue = (target: string, osTag?: string): PathBlocker =>
  missing(`No installer of ${target} for ${osTag ?? "this operating system"} is in the catalogue`, target, osTag);

/** Without a version the advice names the newest that may be imported: the server's. */
export const noInstaller = (serverVersion: string | undefined, osTag?: string): PathBlocker =>
  missing(
    `The catalogue has no installer for ${osTag ?? "this operating system"}${serverVersion ? ` that is not newer than the server (${serverVersion})` : ""}`,
    serverVersion,
    osTag,
  );

function missing(message: string, version: string | undefined, osTag: string | undefined): PathBlocker {
  const { reason, cure } = supplyOf(osTag ?? "", version);
  return { code: "InstallerMissing", message: reason ? `${message}. ${reason}` : message, recommendedAction: cure };
}
