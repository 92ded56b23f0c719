import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compareVersions, isAtVersion, isNewerRelease, parseVersion, versionKey } from "../../../lib/agents/versions/version.js";

const version = fc.tuple(fc.nat(20), fc.nat(99), fc.nat(9999), fc.nat(3)).map((fields) => fields.join("."));

describe("versions", () => {
  it("are compared field by field, never with the dots removed", () => {
    expect(compareVersions("9.64.7374.1", "9.65.0.0")).toBeLessThan(0);
    expect(compareVersions("9.9", "9.62")).toBeLessThan(0);
  });

  it("are in one order, which the key has too", () => {
    fc.assert(
      fc.property(version, version, (a, b) => {
        expect(Math.sign(compareVersions(a, b))).toBe(-Math.sign(compareVersions(b, a)) + 0);
        expect(Math.sign(compareVersions(a, b))).toBe(versionKey(a) < versionKey(b) ? -1 : versionKey(a) > versionKey(b) ? 1 : 0);
      }),
    );
  });

  it("are read as they are written", () => {
    fc.assert(fc.property(version, (text) => void expect(parseVersion(text).join(".")).toBe(text)));
  });

  it.each(["", "9", "9.x", "9.1.2.3.4", "v9.1", "9..1"])("refuses %j", (text) => {
    expect(() => parseVersion(text)).toThrow("two to four numbers");
  });
});

describe("isAtVersion", () => {
  it.each([
    ["9.65.7417.1", "9.65.0.0", true],
    ["9.65.0.0", "9.65.7417.1", true],
    ["9.65.7417.0", "9.65.7417.1", true],
    ["9.65.7417.1", "9.65.7418.1", false],
    ["9.65.7417.1", "9.65.7417.2", false],
    ["9.64.0.0", "9.65.0.0", false],
  ])("%s is at %s: %s", (found, wanted, answer) => expect(isAtVersion(found, wanted)).toBe(answer));

  it("does not call a version newer for a build that the other did not say", () => {
    expect(isNewerRelease("9.62.7096.1", "9.62.0.0")).toBe(false);
    expect(isNewerRelease("9.63.0.0", "9.62.7096.1")).toBe(true);
  });
});
