import { describe, expect, it } from "vitest";
import { logInWishOf } from "../../../../lib/jobs/engine/log-in-wish.js";
import type { Learned } from "../../../../lib/jobs/learned.js";
import { RECIPES } from "../../../../lib/jobs/recipes.js";
import { planUpdatePath } from "../../../../lib/jobs/steps/agent/plan-path.js";
import { runInstaller } from "../../../../lib/jobs/steps/agent/run-installer.js";
import { verifyRegistration } from "../../../../lib/jobs/steps/agent/verify-registration.js";
import { TOLD, told } from "../../../agents/windows/probe-sample.js";
import { anInstaller } from "../../../store/samples.js";
import { onMachine } from "../on-machine.js";

const [FIRST, SECOND] = ["9.62.7096.1", "9.66.7300.1"].map((version) => ({ version, sha256: "ab".repeat(32), sizeBytes: 1, fileName: "UA.exe" })) as [
  Hop,
  Hop,
];
type Hop = Readonly<{ version: string; sha256: string; sizeBytes: number; fileName: string }>;
const MIGRATES: Learned = { osTag: "Windows", hops: [FIRST, SECOND], migrates: true };

const REGISTERED = { register: { launchedAt: "2026-11-01T10:00:00.000Z", exitCode: 0 } };
const agentOf = (csType: string): object => ({ ...TOLD.agent, csType });

/** A Windows machine with a classic agent, in the fabric of an appliance. */
const classic = (given: Partial<Parameters<typeof onMachine>[0]>) =>
  onMachine({ shows: [told()], osType: "Windows", machine: { osType: "Windows" }, fabric: { generation: "Modernized" }, ...given });

async function planned(secret?: string, purpose: "install" | "update" = "update") {
  const { context, installers } = classic({ learned: { osTag: "Windows" }, ...(secret !== undefined && { secret }) });
  await installers.create(anInstaller({ version: FIRST.version, osTag: "Windows", fileName: "UA.exe" }));
  return planUpdatePath(purpose).run(context);
}

describe("the migration of a classic agent on Windows in the fabric of an appliance", () => {
  it("is planned with the first installer on the way", async () => {
    expect(await planned("{}")).toMatchObject({
      message: expect.stringMatching(/migrated from classic \(CSLegacy\) to modernized \(CSPrime\) by 9\.62\.7096\.1/),
      learned: { hops: [{ version: FIRST.version }], migrates: true },
    });
  });

  it("is planned by an installation, too, which leaves an agent of the fabric's own generation what it is", async () => {
    expect(await planned("{}", "install")).toMatchObject({ learned: { hops: [{ version: FIRST.version }], migrates: true } });
    const { context } = classic({ learned: { osTag: "Windows" }, shows: [told({ agent: agentOf("CSPrime") })] });
    expect(await planUpdatePath("install").run(context)).toMatchObject({ skipped: true, learned: { hops: [] } });
  });

  it("is refused before anything is changed where there is no config.json to register the agent with", async () => {
    await expect(planned()).rejects.toMatchObject({ code: "RegistrationSecretMissing" });
  });

  it("runs the first installer as an installation of the other kind, and the next as an upgrade", async () => {
    const wordsOf = async (hop: Hop) => {
      const { context, launched } = classic({ learned: MIGRATES, hop, shows: [told({ agent: agentOf(hop === FIRST ? "CSLegacy" : "CSPrime") })] });
      await runInstaller.run(context);
      return launched[0]?.args?.[1];
    };
    expect(await wordsOf(FIRST)).toContain("/InstallationType Install /CSType CSPrime");
    expect(await wordsOf(SECOND)).toContain("/InstallationType Upgrade /CSType CSPrime");
  });

  it("is not taken for done where the agent is a classic one after all", async () => {
    const seen = (csType: string) => classic({ shows: [told({ agent: agentOf(csType) })], learned: { ...MIGRATES, runs: REGISTERED } }).context;
    await expect(verifyRegistration.run(seen("CSLegacy"))).rejects.toMatchObject({
      code: "VerificationFailed",
      message: expect.stringContaining("CSLegacy"),
    });
    expect(await verifyRegistration.run(seen("CSPrime"))).toMatchObject({ type: "done" });
  });

  it("is not known to be registered when the configurator was cut off, whatever the agent says of itself", async () => {
    const runs = { register: { launchedAt: "2026-11-01T10:00:00.000Z", lost: "the machine was restarted meanwhile" } };
    const { context } = classic({ shows: [told({ agent: agentOf("CSPrime") })], learned: { ...MIGRATES, runs } });
    await expect(verifyRegistration.run(context)).rejects.toMatchObject({ code: "RegistrationFailed" });
  });

  it.each(["update", "install", "protect"] as const)("registers the agent anew in a job of %s, whatever it says of itself", (recipe) => {
    const steps = RECIPES[recipe](MIGRATES).map(({ step }) => step.name);
    expect(steps.filter((name) => name.includes("register"))).toEqual(["re-register-agent"]);
    expect(steps.indexOf("re-register-agent")).toBeGreaterThan(steps.lastIndexOf("verify-agent"));
  });

  it("hands the secret to no machine whose identity nobody approved", () => {
    const job = { recipe: "update", input: {}, learned: MIGRATES } as const;
    expect(logInWishOf(job)).toMatchObject({ registers: true });
    expect(logInWishOf({ ...job, learned: {} })).toMatchObject({ registers: false });
  });
});
