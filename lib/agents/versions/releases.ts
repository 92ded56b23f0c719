import data from "../data/update-rollups.json" with { type: "json" };
import { ReleaseList } from "./releases-schema.js";
import { parseVersion } from "./version.js";

/** Microsoft supports, and an update may cross, at most so many releases at once. */
export const RELEASES_A_HOP = 4;

/** The update rollups as data/update-rollups.json has them. To add a release, add its row there. */
export const RELEASE_LIST = ReleaseList.parse(data);

export type ReleaseCount = Readonly<{ count: number; countedBy: "ReleaseList" | "MinorNumbers" }>;

/**
 * How many releases `to` lies after `from` (0 for the same or an older one). Counted by the list where it knows every minor
 * number on the way, else a minor number that it does not know counts as a release. Infinity across major versions.
 */
export function releasesBetween(from: string, to: string): ReleaseCount {
  const [fromMajor, fromMinor] = parseVersion(from);
  const [toMajor, toMinor] = parseVersion(to);
  if (toMajor > fromMajor) return { count: Number.POSITIVE_INFINITY, countedBy: "MinorNumbers" };
  if (toMajor < fromMajor || toMinor <= fromMinor) return { count: 0, countedBy: "ReleaseList" };
  const first = Math.max(fromMinor + 1, toMinor - MAX_COUNTED);
  const minors = Array.from({ length: toMinor - first + 1 }, (_, i) => KNOWN.get(`${toMajor}.${first + i}`) ?? "unknown");
  return {
    count: minors.filter((known) => known !== "withdrawn").length,
    countedBy: minors.includes("unknown") ? "MinorNumbers" : "ReleaseList",
  };
}

/** A minor number that Microsoft took back: its installer is not to be had. */
export function isWithdrawn(version: string): boolean {
  const [major, minor] = parseVersion(version);
  return KNOWN.get(`${major}.${minor}`) === "withdrawn";
}

/** A version field may be absurd; beyond this many the answer is "far too many" anyway. */
const MAX_COUNTED = 1000;

const KNOWN: ReadonlyMap<string, "release" | "withdrawn"> = new Map(
  RELEASE_LIST.releases.map(({ version, withdrawn }) => [version, withdrawn === undefined ? "release" : "withdrawn"]),
);
