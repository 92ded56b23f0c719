import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fitsFilter } from "../../../lib/jobs/batch/filter.js";
import { aMachine } from "../../store/samples.js";

const agent = {
  version: "9.61.7016.1",
  configured: true,
  servicesRunning: true,
  rebootRequired: "None",
  checkedAt: "2026-01-01T00:00:00.000Z",
} as const;
const machine = aMachine({ friendlyName: "Web-01.example.org", osTag: "RHEL9-64", agent, tags: { Wave: "1", owner: "ops" } });

describe("the filter of a selection", () => {
  it.each([
    ["nothing", {}],
    ["the OS tag, in any case", { osTag: "rhel9-64" }],
    ["the whole version", { version: "9.61.7016.1" }],
    ["the beginning of the version", { version: "9.61" }],
    ["a tag", { tags: { wave: "1" } }],
    ["a pattern", { namePattern: "web-??.*" }],
    ["all of it", { osTag: "RHEL9-64", version: "9", tags: { wave: "1", owner: "OPS" }, namePattern: "*" }],
  ])("lets through a machine that fits %s", (_what, filter) => {
    expect(fitsFilter(machine, filter)).toBe(true);
  });
  it.each([
    ["another OS tag", { osTag: "RHEL8-64" }],
    ["a version that only looks like the beginning", { version: "9.6" }],
    ["another value of a tag", { tags: { wave: "2" } }],
    ["a tag that it lacks", { tags: { wave: "1", site: "x" } }],
    ["a pattern for the whole name", { namePattern: "web-01" }],
    ["a pattern whose dot is a dot", { namePattern: "web-01?example-org" }],
    ["only part of it", { osTag: "RHEL9-64", namePattern: "db*" }],
  ])("leaves out a machine for %s", (_what, filter) => {
    expect(fitsFilter(machine, filter)).toBe(false);
  });
  it("goes by a pattern as a regular expression of the same meaning would", () => {
    const few = (chars: string, maxLength: number) => fc.string({ unit: fc.constantFrom(...chars), maxLength });
    const meaning = (pattern: string) => new RegExp(`^${pattern.replaceAll("*", ".*").replaceAll("?", ".")}$`, "is");
    fc.assert(
      fc.property(few("abB-", 8), few("ab*?", 6), (friendlyName, namePattern) => {
        expect(fitsFilter({ ...machine, friendlyName }, { namePattern })).toBe(meaning(namePattern).test(friendlyName));
      }),
      { numRuns: 2000 },
    );
  });
  it("is not kept busy by a pattern of many stars", { timeout: 5_000 }, () => {
    const long = { ...machine, friendlyName: "a".repeat(128) };
    expect(fitsFilter(long, { namePattern: `${"*a".repeat(500)}*b` })).toBe(false);
    expect(fitsFilter(long, { namePattern: `${"*a".repeat(40)}*` })).toBe(true);
  });
  it("leaves out a machine of which the answer is not known", () => {
    expect(fitsFilter(aMachine(), { osTag: "RHEL9-64" })).toBe(false);
    expect(fitsFilter(aMachine(), { version: "9" })).toBe(false);
  });
});
