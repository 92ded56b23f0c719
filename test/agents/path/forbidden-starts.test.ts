import { describe, expect, it } from "vitest";
import type { AgentTraits } from "../../../lib/agents/path/forbidden-starts.js";
import { planVersions, type VersionsWish } from "../../../lib/agents/path/plan-versions.js";

const [WINDOWS, LINUX] = [{ osTag: "Windows" }, { osTag: "RHEL8-64" }];
const plan = (wish: Omit<VersionsWish, "available">, ...available: string[]) =>
  planVersions({ available: ["9.8", "9.20", "9.62", ...available], ...wish });
const codes = (wish: Omit<VersionsWish, "available">, ...available: string[]) => plan(wish, ...available).blockedBy.map(({ code }) => code);

describe("a start that the installer refuses", () => {
  it.each(["9.5.0.0", "9.5.9999.9", "9.0.0.0", "8.4.0.0"])("is %s on Windows: no way, and the cure is to install anew", (installed) => {
    expect(plan({ ...WINDOWS, installed, target: "9.8" })).toMatchObject({
      path: [],
      reboot: "None",
      blockedBy: [
        {
          code: "UpgradeNotSupported",
          vendorCode: "EP0864",
          message: expect.stringMatching(/9\.6\.0\.0.* 11$/),
          recommendedAction: expect.stringContaining("Uninstall"),
        },
      ],
    });
  });

  it("is none from 9.6.0.0 on, nor on Linux, nor where nothing is to be updated", () => {
    expect(plan({ ...WINDOWS, installed: "9.6.0.0", target: "9.8" }).path).toEqual(["9.8"]);
    expect(plan({ ...WINDOWS, installed: "9.6.7000.1", target: "9.8" }).path).toEqual(["9.8"]);
    expect(plan({ ...LINUX, installed: "9.5.0.0", target: "9.8" }).path).toEqual(["9.8"]);
    expect(plan({ ...WINDOWS, installed: "9.5.0.0", target: "9.5" }).blockedBy).toEqual([]);
    expect(plan({ ...WINDOWS, target: "9.8" }).path).toEqual(["9.8"]);
  });

  it.each([
    ["on Windows", { ...WINDOWS, installed: "9.60" }, "EP0912", /with 76/],
    ["on Linux", { ...LINUX, installed: "9.60" }, "EP0912", /with 76/],
    ["9.5.0.0 on Linux", { ...LINUX, installed: "9.5.0.0", target: "9.8" }, "EP0864", /with 11/],
    ["9.5.1.0 on Linux", { ...LINUX, installed: "9.5.1.0", target: "9.8" }, "EP0864", /with 11/],
  ])("is an agent for the platform Azure %s", (_where, wish, vendorCode, message) => {
    for (const platform of ["Azure", "azure"])
      expect(plan({ ...wish, agent: { platform } })).toMatchObject({
        path: [],
        blockedBy: [{ code: "UpgradeNotSupported", vendorCode, message: expect.stringMatching(message) }],
      });
    expect(plan({ ...wish, agent: { platform: "VmWare" } }).blockedBy).toEqual([]);
  });

  it("is an agent for VMware on a machine of Azure, on the way across 9.20, also by hops", () => {
    const agent = { platform: "VmWare", onAzure: true };
    expect(codes({ ...LINUX, installed: "9.19", target: "9.20", agent })).toEqual(["UpgradeNotSupported"]);
    expect(codes({ ...LINUX, installed: "9.16", target: "9.24", agent }, "9.24")).toEqual(["UpgradeNotSupported"]);
    expect(plan({ ...LINUX, installed: "9.7", target: "9.8", agent }).path).toEqual(["9.8"]);
    expect(plan({ ...LINUX, installed: "9.20", target: "9.24", agent }, "9.24").path).toEqual(["9.24"]);
    expect(plan({ ...LINUX, installed: "9.19", target: "9.20" }).path).toEqual(["9.20"]);
  });

  it.each(["MasterTarget", "mastertarget", "MT"])("is a master target (%s), which is updated with its servers", (role) => {
    for (const system of [WINDOWS, LINUX])
      expect(plan({ ...system, installed: "9.60", agent: { role } })).toMatchObject({
        path: [],
        blockedBy: [{ code: "UpgradeNotSupported", vendorCode: "EP0911", message: expect.stringMatching(/with 75/) }],
      });
    expect(plan({ ...LINUX, installed: "9.60", agent: { role: "Agent" } }).path).toEqual(["9.62"]);
  });

  it("is told with everything else that is in the way", () => {
    const agent: AgentTraits = { platform: "Azure", role: "MasterTarget", csType: "CSPrime" };
    expect(codes({ ...LINUX, installed: "9.60", agent, generation: "Classic" })).toEqual([
      "RegisteredElsewhere",
      "UpgradeNotSupported",
      "UpgradeNotSupported",
    ]);
    expect(codes({ ...WINDOWS, installed: "9.5", target: "9.4", agent: {} })).toEqual(["DowngradeRefused", "UpgradeNotSupported"]);
  });
});

describe("an agent of the other generation", () => {
  it("is migrated on Windows from classic to modernized, by the first installer on the way", () => {
    const wish = { ...WINDOWS, installed: "9.60", agent: { csType: "CSLegacy" }, generation: "Modernized" } as const;
    expect(plan(wish)).toMatchObject({ path: ["9.62"], migratesTo: "Modernized", blockedBy: [] });
    expect(plan({ ...wish, agent: { csType: "CSPrime" } })).not.toHaveProperty("migratesTo");
  });

  it("is not migrated at the same version, for the installer only looks at its driver then, nor from below the floor", () => {
    const wish = { ...WINDOWS, agent: { csType: "CSLegacy" }, generation: "Modernized" } as const;
    expect(plan({ ...wish, installed: "9.62" }).blockedBy).toMatchObject([
      {
        code: "RegisteredElsewhere",
        message: expect.stringMatching(/only on the way to a newer version/),
        recommendedAction: expect.stringMatching(/newer installer/),
      },
    ]);
    expect(codes({ ...wish, installed: "9.5.0.0", target: "9.8" })).toEqual(["UpgradeNotSupported"]);
  });

  it.each([
    ["a classic one on Linux", { ...LINUX, agent: { csType: "CSLegacy" }, generation: "Modernized" }],
    ["a modernized one on Linux", { ...LINUX, agent: { csType: "CSPrime" }, generation: "Classic" }],
    ["a modernized one on Windows", { ...WINDOWS, agent: { csType: "csprime" }, generation: "Classic" }],
  ] as const)("is refused with 97 when it is %s, also when there is nothing to update", (_what, wish) => {
    for (const installed of ["9.60", "9.62", "9.70"])
      expect(plan({ ...wish, installed })).toMatchObject({
        path: [],
        blockedBy: [
          { code: "RegisteredElsewhere", message: expect.stringMatching(/with 97/), recommendedAction: expect.stringMatching(/^Uninstall/) },
        ],
      });
  });

  it("is not told where it is not known", () => {
    expect(plan({ ...LINUX, installed: "9.60", generation: "Modernized" }).path).toEqual(["9.62"]);
    expect(plan({ ...LINUX, installed: "9.60", agent: { csType: "CSPrime" } }).path).toEqual(["9.62"]);
  });
});
