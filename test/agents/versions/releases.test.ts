import { describe, expect, it } from "vitest";
import { releasesBetween } from "../../../lib/agents/versions/releases.js";

describe("releasesBetween", () => {
  it.each([
    ["9.57.6920.1", "9.59.6930.1", 1, "ReleaseList"],
    ["9.57", "9.62", 4, "ReleaseList"],
    ["9.56", "9.62", 5, "ReleaseList"],
    ["9.50", "9.62", 11, "ReleaseList"],
    ["9.16", "9.20", 4, "MinorNumbers"],
    ["9.20", "9.24", 4, "MinorNumbers"],
    ["9.22", "9.26", 4, "ReleaseList"],
    ["9.40", "9.44", 4, "MinorNumbers"],
    ["9.61", "9.66", 5, "ReleaseList"],
    ["9.57", "9.64", 6, "ReleaseList"],
    ["9.65", "9.68", 3, "MinorNumbers"],
    ["9.62.7096.1", "9.62.7172.1", 0, "ReleaseList"],
    ["9.62.7096.1", "9.62.7100.1", 0, "ReleaseList"],
    ["9.62", "9.60", 0, "ReleaseList"],
    ["9.62", "10.1", Number.POSITIVE_INFINITY, "MinorNumbers"],
    ["9.0", "9.999999999", 1001, "MinorNumbers"],
  ])("counts from %s to %s: %d by %s", (from, to, count, countedBy) => expect(releasesBetween(from, to)).toEqual({ count, countedBy }));
});
