import { parseVersion } from "./version.js";

/** Microsoft supports, and an update may cross, at most so many releases at once. */
export const RELEASES_A_HOP = 4;

/** The rollups whose agent release is known. Between two that follow each other, a missing minor number was never a release. */
export const ROLLUPS: readonly Readonly<{ rollup: number; version: string }>[] = [
  { rollup: 31, version: "9.20" },
  { rollup: 34, version: "9.22" },
  { rollup: 35, version: "9.23" },
  { rollup: 40, version: "9.28" },
  { rollup: 62, version: "9.49" },
  { rollup: 69, version: "9.56" },
  { rollup: 70, version: "9.57" },
  { rollup: 71, version: "9.59" },
  { rollup: 72, version: "9.60" },
  { rollup: 73, version: "9.61" },
  { rollup: 74, version: "9.62" },
];

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
  const minors = Array.from({ length: toMinor - first + 1 }, (_, i) => first + i).map((minor) => knowledgeOf(toMajor, minor));
  return {
    count: minors.filter((known) => known !== "gap").length,
    countedBy: minors.includes("unknown") ? "MinorNumbers" : "ReleaseList",
  };
}

/** A version field may be absurd; beyond this many the answer is "far too many" anyway. */
const MAX_COUNTED = 1000;

function knowledgeOf(major: number, minor: number): "release" | "gap" | "unknown" {
  if (SPANS.some((span) => span.major === major && span.isRelease(minor))) return "release";
  return SPANS.some((span) => span.major === major && span.isGap(minor)) ? "gap" : "unknown";
}

/** What two neighbours of the list say: as many rollups as minor numbers apart, all between are releases; one rollup apart, none is. */
const SPANS = ROLLUPS.slice(1).map((later, i) => {
  const earlier = ROLLUPS[i] ?? later;
  const [major, high] = parseVersion(later.version);
  const low = parseVersion(earlier.version)[1];
  const rollups = later.rollup - earlier.rollup;
  return {
    major,
    isRelease: (minor: number) => minor === low || minor === high || (minor > low && minor < high && rollups === high - low),
    isGap: (minor: number) => minor > low && minor < high && rollups === 1,
  };
});
