import { FleetError } from "../../core/errors.js";

/** A four-field version of the Mobility service, such as 9.62.7096.1. Compared field by field, never with the dots removed. */
export type AgentVersion = readonly [number, number, number, number];

/** Reads `9.62`, `9.62.0` or `9.62.7096.1`; missing fields are 0. */
export function parseVersion(text: string): AgentVersion {
  const match = /^\s*(\d{1,9})\.(\d{1,9})(?:\.(\d{1,9}))?(?:\.(\d{1,9}))?\s*$/.exec(text);
  if (!match)
    throw new FleetError("InvalidParameter", `A version has two to four numbers with dots between them, such as 9.62.7096.1; got "${text}"`);
  return [Number(match[1]), Number(match[2]), Number(match[3] ?? 0), Number(match[4] ?? 0)];
}

/** Negative when a is older than b, 0 when they are the same, positive when a is newer. */
export function compareVersions(a: string, b: string): number {
  const left = parseVersion(a);
  const right = parseVersion(b);
  const field = left.findIndex((value, i) => value !== right[i]);
  return field === -1 ? 0 : (left[field] ?? 0) - (right[field] ?? 0);
}

/** A key that sorts as the versions do. */
export const versionKey = (version: string): string =>
  parseVersion(version)
    .map((field) => String(field).padStart(9, "0"))
    .join(".");

/**
 * Is what was found the version that is wanted? A build of 0 stands for "not said": file names may read 9.65.0.0 where the
 * machine shows 9.65.7417.1, and the installer's own count drops the last field (9.65.7417.0).
 */
export function isAtVersion(found: string, wanted: string): boolean {
  const [major, minor, build, revision] = parseVersion(found);
  const [wantedMajor, wantedMinor, wantedBuild, wantedRevision] = parseVersion(wanted);
  if (major !== wantedMajor || minor !== wantedMinor) return false;
  if (isBlank(build, revision) || isBlank(wantedBuild, wantedRevision)) return true;
  return build === wantedBuild && (revision === wantedRevision || revision === 0 || wantedRevision === 0);
}

/**
 * True when `version` belongs to a newer release than `limit`. Releases are told by major and minor number: the files of one release
 * have different builds, and a server's build is not always on record.
 */
export function isNewerRelease(version: string, limit: string): boolean {
  const [major, minor] = parseVersion(version);
  const [limitMajor, limitMinor] = parseVersion(limit);
  return major !== limitMajor ? major > limitMajor : minor > limitMinor;
}

const isBlank = (build: number, revision: number): boolean => build === 0 && revision === 0;
