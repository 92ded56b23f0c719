import { describe, expect, it } from "vitest";
import { describeError } from "../../../../lib/agents/errors/describe-error.js";
import { errorsInLog } from "../../../../lib/agents/windows/errors-in-log.js";
import { WINDOWS } from "../../../../lib/agents/windows/platform.js";
import { FleetError } from "../../../../lib/core/errors.js";
import type { LearnedRun } from "../../../../lib/jobs/learned.js";
import { verifyAgent } from "../../../../lib/jobs/steps/agent/verify-agent.js";
import { verifyUninstall } from "../../../../lib/jobs/steps/agent/verify-uninstall.js";
import { TOLD, told } from "../../../agents/windows/probe-sample.js";
import { onMachine } from "../on-machine.js";

const hop = { version: "9.62.7096.1", sha256: "ab".repeat(32), sizeBytes: 1, fileName: "UA.exe" };
const NAME = `install ${hop.version}`;

const contextOf = (run: Partial<LearnedRun>, shown: Partial<typeof TOLD>) => {
  const learned = { hops: [hop], runs: { [NAME]: { launchedAt: "2026-11-01T10:00:00.000Z", ...run } } };
  return onMachine({ shows: [told(shown)], osType: "Windows", machine: { osType: "Windows" }, hop, learned }).context;
};

/** What the job is told after the installer ended so on a Windows machine that shows this. */
async function endOf(run: Partial<LearnedRun>, shown: Partial<typeof TOLD> = {}): Promise<FleetError> {
  const outcome = await Promise.resolve(verifyAgent.run(contextOf(run, shown))).catch((error: unknown) => error);
  const error = typeof outcome === "object" && outcome !== null && "error" in outcome ? outcome.error : outcome;
  if (!(error instanceof FleetError)) throw new Error(`it ended well: ${JSON.stringify(outcome)}`);
  return error;
}

/** As the installer writes it down, and the script around it prints it. */
const named = (name: string) => ({
  reported: [
    ...errorsInLog(
      `--- InstallerErrors.json begin\n{"Errors":[{"error_name":"ASRMobilityService${name}","default_message":"as the vendor words it"}]}\n--- InstallerErrors.json end\n`,
    ),
  ],
});
const MSI = "InstallerMSIInstallationFailure_";
const arrived = { ...TOLD.agent, version: hop.version, build: null };

describe("an installer on Windows that did not do its work", () => {
  it.each<[string, Partial<LearnedRun>, Partial<typeof TOLD>, string, RegExp]>([
    ["a disk without room, found by the installer", { exitCode: 10 }, {}, "NotEnoughSpace", /free|space/i],
    ["a disk without room, found where the installer is unpacked", { exitCode: 220 }, {}, "NotEnoughSpace", /free|space/i],
    ["a disk that became full, whatever the code", { exitCode: 99 }, { freeSystemKb: 100 }, "NotEnoughSpace", /Free at least/],
    ["a restart in the middle", { lost: "the machine was restarted meanwhile", rebooted: true }, {}, "InstallerLost", /again/],
    ["another MSI at work (97 with 1618)", { exitCode: 97, ...named(`${MSI}InstallationAlreadyRunning`) }, {}, "InstallerBusy", /Wait|wait/],
    ["a group policy (97 with 1625)", { exitCode: 97, ...named(`${MSI}IncompatibleGroupPolicy`) }, {}, "InstallerFailed", /\w/],
    ["a restart that is pending", { exitCode: 62 }, {}, "RebootRequired", /[Rr]estart/],
    ["services that do not stop", { exitCode: 43 }, {}, "InstallerFailed", /Stop-Service svagents/],
    ["services that do not start", { exitCode: 44 }, {}, "ServicesNotRunning", /Start-Service svagents/],
    [
      "services that do not start, whatever the code",
      { exitCode: 0 },
      { agent: { ...arrived, services: { svagents: "Stopped", application: "Stopped" } } },
      "ServicesNotRunning",
      /service/i,
    ],
    ["a scanner that takes the file away", { exitCode: 226 }, {}, "InstallerRemoved", /scanner|anti-?virus|exclu/i],
    ["a scanner that keeps it from being opened", { exitCode: 221 }, {}, "InstallerCorrupt", /scanner|anti-?virus|exclu/i],
    ["a VSS provider, before agent 9.23", { exitCode: 45 }, {}, "InstallerFailed", /InMageVSSProvider_Install\.cmd/],
    ["a prerequisite", { exitCode: 99, ...named("CriticalServicesMissing") }, {}, "ToolMissing", /\w/],
    ["a driver that waits for a restart", { exitCode: 1641 }, { agent: arrived, driverLoaded: false }, "RebootRequired", /[Rr]estart/],
    ["a claim of success", { exitCode: 0 }, {}, "InstallerDidNothing", /\w/],
  ])("is told by its cause, with a cure: %s", async (_what, run, shown, code, cure) => {
    const error = await endOf(run, shown);
    const own = error.recommendedAction ?? describeError(error.code, WINDOWS.advice).recommendedAction;
    const advice = [own, ...(error.details ?? []).map(({ recommendedAction }) => recommendedAction)].join(" ");
    expect([error.code, advice]).toEqual([code, expect.stringMatching(cure)]);
  });

  it("is started once more when Windows Installer was busy, and when nothing else is wrong is not", async () => {
    expect((await endOf({ exitCode: 97, ...named(`${MSI}InstallationAlreadyRunning`) })).retryable).toBe(true);
    expect((await endOf({ exitCode: 97, ...named(`${MSI}IncompatibleGroupPolicy`) })).retryable).toBe(false);
  });
});

describe("an installer on Windows that did its work", () => {
  it.each<[string, Partial<LearnedRun>]>([
    ["though the machine was restarted before it could say so", { lost: "the machine was restarted meanwhile", rebooted: true }],
    ["with a restart that is mandatory, and the driver loaded", { exitCode: 1641 }],
    ["with a restart that is recommended", { exitCode: 3010 }],
    ["without having registered the agent, which is made up for", { exitCode: 17 }],
  ])("ends well %s", async (_what, run) => {
    expect(await verifyAgent.run(contextOf(run, { agent: arrived }))).toMatchObject({ type: "done", learned: { versionAfter: "9.62.7096.1" } });
  });
});

describe("a removal on Windows", () => {
  const ended = (says: string, run: Partial<LearnedRun>, agent: object | null = null) => {
    const learned = { runs: { uninstall: { launchedAt: "2026-11-01T10:00:00.000Z", ...run } } };
    return onMachine({ shows: [told({ agent })], says, osType: "Windows", machine: { osType: "Windows" }, learned }).context;
  };

  it("ends well with a driver that stays until the restart, and names it", async () => {
    const left = "driver-loaded InDskFlt\nupper-filter InDskFlt\nend\n";
    const warning = expect.stringMatching(/Left over: the driver InDskFlt, loaded until the next restart, the upper filter InDskFlt/);
    expect(await verifyUninstall.run(ended(left, { exitCode: 3010 }))).toMatchObject({ type: "done", learned: { warnings: [warning] } });
  });

  it("is started again while Windows Installer is busy with another one, a few times", async () => {
    const busy = await verifyUninstall.run(ended("running svagents\nend\n", { exitCode: 1618 }, TOLD.agent));
    expect(busy).toMatchObject({ type: "again", error: { code: "InstallerBusy" }, learned: { runs: { uninstall: { failedBefore: 1 } } } });
    const still = verifyUninstall.run(ended("running svagents\nend\n", { exitCode: 1618, failedBefore: 4 }, TOLD.agent));
    await expect(still).rejects.toMatchObject({ code: "InstallerBusy", retryable: false, message: expect.stringContaining("It was tried 5 times") });
  });

  it.each([
    [1603, "UninstallFailed"],
    [0, "UninstallIncomplete"],
  ])("that ended with %d fails as %s while the agent is there", async (exitCode, code) => {
    await expect(verifyUninstall.run(ended("running svagents\nend\n", { exitCode }, TOLD.agent))).rejects.toMatchObject({
      ...{ code, message: expect.stringContaining("svagents") },
    });
  });
});
