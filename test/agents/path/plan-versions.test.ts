import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { planVersions } from "../../../lib/agents/path/plan-versions.js";
import { releasesBetween } from "../../../lib/agents/versions/releases.js";
import { compareVersions } from "../../../lib/agents/versions/version.js";

const codes = (plan: ReturnType<typeof planVersions>) => plan.blockedBy.map(({ code }) => code);

describe("planVersions", () => {
  it("goes 9.16, 9.20, 9.24 as the vendor does", () => {
    const available = ["9.17", "9.19", "9.20", "9.21", "9.24"];
    expect(planVersions({ installed: "9.16", target: "9.24", available })).toMatchObject({
      path: ["9.20", "9.24"],
      countedBy: "MinorNumbers",
      reboot: "Mandatory",
      blockedBy: [],
    });
  });

  it("counts releases by the list, so that a number that was never released costs nothing", () => {
    expect(planVersions({ installed: "9.57.6920.1", available: ["9.59.6930.1", "9.62.7096.1"] })).toMatchObject({
      targetVersion: "9.62.7096.1",
      path: ["9.62.7096.1"],
      countedBy: "ReleaseList",
      reboot: "Recommended",
    });
  });

  it("has nothing to do on a machine that is at the target", () => {
    expect(planVersions({ installed: "9.62.7096.1", available: ["9.62.7096.1"] })).toMatchObject({ path: [], reboot: "None", blockedBy: [] });
    expect(planVersions({ installed: "9.62.7096.0", target: "9.62.7096.1", available: [] })).toMatchObject({ path: [], blockedBy: [] });
  });

  it("still asks for the restart that an earlier update left open", () => {
    expect(planVersions({ installed: "9.62", available: ["9.62"], driverVersionAtBoot: "9.50" })).toMatchObject({ path: [], reboot: "Mandatory" });
  });

  it("names the installer that is missing in between", () => {
    const plan = planVersions({ installed: "9.16", target: "9.24", available: ["9.24"] });
    expect(plan).toMatchObject({ path: [], blockedBy: [{ code: "InstallerMissing", message: expect.stringContaining("9.20") }] });
  });

  it("never asks for the installer of a release that was taken back", () => {
    const plan = planVersions({ installed: "9.53", target: "9.62", available: ["9.62"] });
    expect(plan.blockedBy).toMatchObject([{ message: expect.stringMatching(/in between: 9\.57, or an older one/) }]);
  });

  it("names the target's installer when that is missing", () => {
    const plan = planVersions({ installed: "9.60", target: "9.62", available: ["9.61"] });
    expect(plan.blockedBy).toMatchObject([{ code: "InstallerMissing", message: expect.stringContaining("9.62") }]);
    expect(codes(planVersions({ installed: "9.60", available: [] }))).toEqual(["InstallerMissing"]);
  });

  it("never goes beyond the server, also when a newer installer is there", () => {
    expect(planVersions({ installed: "9.60", available: ["9.61", "9.62"], serverVersion: "9.61.7016.1" })).toMatchObject({
      targetVersion: "9.61",
      path: ["9.61"],
    });
    expect(codes(planVersions({ installed: "9.60", target: "9.62", available: ["9.62"], serverVersion: "9.61" }))).toEqual(["ComponentsOutdated"]);
  });

  it("chooses no version on hold, refuses one that is asked for, and names one that the way leads through", () => {
    const held = [{ version: "9.62.7096.1", reason: "case 4711" }];
    expect(planVersions({ installed: "9.60", available: ["9.61"], held })).toMatchObject({ path: ["9.61"], blockedBy: [] });
    const asked = planVersions({ installed: "9.60", target: "9.62.7096.1", available: ["9.61"], held });
    expect(asked).toMatchObject({ path: [], blockedBy: [{ code: "VersionOnHold", message: "Version 9.62.7096.1 is on hold: case 4711." }] });
    const through = planVersions({ installed: "9.16", available: ["9.16", "9.24"], held: [{ version: "9.20", reason: "case 1" }] });
    expect(through).toMatchObject({ path: [], blockedBy: [{ code: "VersionOnHold", message: expect.stringContaining("leads through it") }] });
    expect(codes(planVersions({ target: "9.62", available: ["9.61"], held: [{ version: "9.62.7096.1", reason: "x" }] }))).toEqual(["VersionOnHold"]);
  });

  it("says that all it could choose is on hold, and not that it is missing", () => {
    const held = [{ version: "9.62.7096.1", reason: "case 4711" }];
    const plan = planVersions({ installed: "9.61.7016.1", available: [], held, serverVersion: "9.62.7096.1" });
    expect(plan.blockedBy).toMatchObject([{ code: "VersionOnHold", message: "Version 9.62.7096.1 is on hold: case 4711." }]);
    expect(codes(planVersions({ available: [], held }))).toEqual(["VersionOnHold"]);
    expect(codes(planVersions({ installed: "9.60", available: [], held, serverVersion: "9.61" }))).toEqual(["InstallerMissing"]); // not chosen without the hold either
  });

  it("has nothing to do on a machine that had the version before it was held, but for the restart that is open", () => {
    const held = [{ version: "9.62.7096.1", reason: "case 4711" }];
    const plan = planVersions({ installed: "9.62.7096.1", available: [], held, driverVersionAtBoot: "9.56" });
    expect(plan).toMatchObject({ path: [], reboot: "Mandatory", blockedBy: [] });
  });

  it("never goes back", () => {
    expect(codes(planVersions({ installed: "9.65.0.0", target: "9.64.7374.1", available: ["9.64.7374.1"] }))).toEqual(["DowngradeRefused"]);
  });

  it("leaves a machine alone that was updated by hand beyond what there is, unless a target is asked for", () => {
    expect(planVersions({ installed: "9.65.0.0", available: ["9.64.7374.1"] })).toMatchObject({ path: [], reboot: "None", blockedBy: [] });
  });

  it("takes no hop of more than four releases, always upwards, and ends at the target", () => {
    const version = fc.integer({ min: 40, max: 70 }).map((minor) => `9.${minor}.0.0`);
    fc.assert(
      fc.property(version, version, fc.array(version), (installed, target, available) => {
        const { path, blockedBy } = planVersions({ installed, target, available });
        const stops = [installed, ...path];
        for (const [i, stop] of path.entries()) {
          expect(compareVersions(stop, stops[i] ?? "")).toBeGreaterThan(0);
          expect(releasesBetween(stops[i] ?? "", stop).count).toBeLessThanOrEqual(4);
          expect(available).toContain(stop);
        }
        if (blockedBy.length === 0) expect(stops.at(-1)).toBe(target);
        else expect(path).toEqual([]);
      }),
    );
  });
});

it("goes to the newest that the server allows at once when nothing is installed", () => {
  expect(planVersions({ available: ["9.56.6879.1", "9.61.7016.1", "9.62.7096.1"], serverVersion: "9.61.7016.1" })).toMatchObject({
    path: ["9.61.7016.1"],
    blockedBy: [],
  });
  expect(planVersions({ available: ["9.62.7096.1"], target: "9.62", serverVersion: "9.61" }).blockedBy).toMatchObject([
    { code: "ComponentsOutdated" },
  ]);
});
