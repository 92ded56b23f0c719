import { describe, expect, it } from "vitest";
import { planPath, versionsOf } from "../../../lib/agents/path/plan-path.js";

const installer = (version: string, buildDate = "2020-01-01") => ({ version, buildDate });
const RELEASES = ["9.17", "9.19", "9.20", "9.21", "9.24"].map((version) => installer(version));

describe("planPath", () => {
  it("tells of each hop from where it goes, by which installer, and the restart after it, mandatory before the hop that would go too far", () => {
    const { hops, reboot } = planPath({ installed: "9.16", target: "9.24", installers: RELEASES });
    expect(hops).toEqual([
      { from: "9.16", to: "9.20", installer: installer("9.20"), restartFirst: false, reboot: "Mandatory" },
      { from: "9.20", to: "9.24", installer: installer("9.24"), restartFirst: true, reboot: "Recommended" },
    ]);
    expect(versionsOf(hops)).toEqual(["9.20", "9.24"]);
    expect(reboot).toBe("Recommended");
  });

  it.each([
    ["9.16", "9.21", ["9.21"]], // more than four releases from the driver, one from the agent
    ["9.17", "9.21", []],
    ["9.19", "9.24", ["9.24"]],
    ["9.20", "9.24", []],
    [undefined, "9.24", []],
  ])("judges a restart before the first hop by the driver of the last boot (%s), not by the agent that is installed", (driver, target, first) => {
    const { hops, reboot } = planPath({ installed: "9.20", ...(driver && { driverVersionAtBoot: driver }), target, installers: RELEASES });
    expect(hops.flatMap(({ to, restartFirst }) => (restartFirst ? to : []))).toEqual(first);
    expect(reboot).toBe("Recommended");
  });

  it("takes the newest build of a version", () => {
    const builds = [installer("9.62.7096.1", "2024-06-20"), installer("9.62.7096.1", "2024-08-01"), installer("9.62.7096.1", "2024-07-03")];
    expect(planPath({ installed: "9.61.7016.1", installers: builds }).hops).toMatchObject([{ installer: { buildDate: "2024-08-01" } }]);
  });

  it("goes from nothing to the target at once, and asks for no restart", () => {
    const { hops } = planPath({ installers: RELEASES });
    expect(hops).toEqual([{ to: "9.24", installer: installer("9.24"), restartFirst: false, reboot: "None" }]);
  });

  it("has no hops where the way is blocked", () => {
    const { hops, blockedBy } = planPath({ installed: "9.16", target: "9.99", installers: RELEASES });
    expect(hops).toEqual([]);
    expect(blockedBy).toHaveLength(1);
  });
});
