import { describe, expect, it } from "vitest";
import { parseProbe } from "../../../../lib/agents/linux/probe.js";
import { planUpdatePath } from "../../../../lib/jobs/steps/agent/plan-path.js";
import { probeOutput } from "../../../agents/linux/probe-sample.js";
import { aFabric, anInstaller } from "../../../store/samples.js";
import { jobEngine } from "../../engine/engine.js";

/** A planned child on a machine with 9.62.7096.1, while the catalogue has these versions. */
async function planned(
  plannedPath: readonly string[] | undefined,
  versions: readonly string[],
  targetVersion?: string,
  seen: Parameters<typeof probeOutput>[0] = {},
) {
  const probe = parseProbe(probeOutput(seen));
  const engine = await jobEngine({
    look: () => ({ type: "done", message: "", learned: { osTag: "RHEL8-64" } }),
    "plan-path": (_run, context) => planUpdatePath("update").run({ ...context, job: { ...context.job, recipe: "update" }, probe: async () => probe }),
  });
  await engine.fabrics.create(aFabric({ name: "fabric" }));
  for (const version of versions) await engine.installers.create(anInstaller({ version, osTag: "RHEL8-64" }));
  const { name } = await engine.start({
    ...(plannedPath && { plannedPath: [...plannedPath] }),
    ...(targetVersion !== undefined && { targetVersion }),
  });
  await engine.drain();
  return engine.job(name);
}

describe("planning the path of a planned child", () => {
  it("goes the way that the plan showed, or what is left of it after a restart", async () => {
    expect(await planned(["9.63.1.1"], ["9.63.1.1"])).toMatchObject({ state: "Succeeded", learned: { hops: [{ version: "9.63.1.1" }] } });
    expect(await planned(["9.62.7096.1", "9.63.1.1"], ["9.63.1.1"])).toMatchObject({ state: "Succeeded" });
    expect(await planned(["9.62.7096.1"], ["9.62.7096.1"])).toMatchObject({ state: "Succeeded", learned: { hops: [] } });
  });

  it("refuses another way, and names both", async () => {
    expect(await planned(["9.63.1.1"], ["9.63.1.1", "9.64.1.1"])).toMatchObject({
      state: "Failed",
      errors: [{ code: "PlanOutdated", message: "The machine would be updated by 9.64.1.1; its plan showed 9.63.1.1" }],
    });
  });
});

describe("planning the path of an agent that no installer updates", () => {
  const file = ["VERSION=9.19.0.0", "AGENT_CONFIGURATION_STATUS=Succeeded"];
  it.each([
    ["one for the platform Azure", { "version-file": ["VERSION=9.62.0.0", "VM_PLATFORM=Azure"] }, "UpgradeNotSupported", "EP0912"],
    ["a master target", { config: ["Role=MasterTarget", "CSType = CSLegacy"] }, "UpgradeNotSupported", "EP0911"],
    [
      "one of VMware on a machine of Azure",
      { "version-file": file, "asset-tag": "7783-7084-3265-9085-8269-3286-77" },
      "UpgradeNotSupported",
      "EP0864",
    ],
    ["a modernized one", { config: ["Role=Agent", "CSType = CSPrime"] }, "RegisteredElsewhere", "EP0867"],
  ])("ends before anything is changed: %s", async (_what, seen, code, vendorCode) => {
    expect(await planned(undefined, ["9.63.1.1"], undefined, seen)).toMatchObject({ state: "Failed", errors: [{ code, vendorCode }] });
  });
});
