import { describe, expect, it } from "vitest";
import { parseProbe } from "../../../../lib/agents/linux/probe.js";
import { platformOf } from "../../../../lib/agents/platform-of.js";
import type { LearnedRun } from "../../../../lib/jobs/learned.js";
import { verifyAgent } from "../../../../lib/jobs/steps/agent/verify-agent.js";
import type { RunState } from "../../../../lib/remote/machine.js";
import { probeOutput } from "../../../agents/linux/probe-sample.js";
import { handClock } from "../../engine/engine.js";
import { onMachine } from "../on-machine.js";

const hop = { version: "9.62.7096.0", sha256: "ab".repeat(32), sizeBytes: 1, fileName: "x.tar.gz" };
const NAME = `install ${hop.version}`;
const OLD = ["VERSION=9.61.0.0", "BUILD_TAG=RELEASE_9.61.0.0_GA_7016_Jun_20_2024_INMAGE"];
const STOPPED = probeOutput({ process: [], status: [] });

const ended = (shows: readonly string[], run: Partial<LearnedRun> = { exitCode: 0 }) =>
  onMachine({ shows, hop, learned: { hops: [hop], runs: { [NAME]: { launchedAt: "2026-11-01T10:00:00.000Z", ...run } } } });

it("believes the machine: version, services and driver, and leaves what ended well in the run slot until the job has ended", async () => {
  const { context, cleared, looks } = ended([probeOutput()]);
  expect(await verifyAgent.run(context)).toMatchObject({ type: "done", learned: { versionAfter: "9.62.7096.0" } });
  expect([cleared, looks()]).toEqual([[], 1]);
});

it.each([{ exitCode: 2 }, { lost: "its process is gone" }])(
  "empties the run slot of what may be started once more, and asks for its end to be saved first: %o",
  async (run) => {
    const { context, cleared } = ended([probeOutput({ "version-file": OLD })], run);
    await Promise.resolve(verifyAgent.run(context)).catch(() => undefined);
    expect(cleared).toEqual([NAME]);
    const seen = (end: Partial<LearnedRun>) => ({
      learned: { hops: [hop], runs: { [NAME]: { launchedAt: "2026-11-01T10:00:00.000Z", ...end } } },
      hop,
      platform: () => platformOf("Linux"),
    });
    expect([verifyAgent.savesFirst].map((asks) => typeof asks === "function" && [asks(seen(run)), asks(seen({ exitCode: 98 }))])).toEqual([
      [true, false],
    ]);
  },
);

it("is content with a run that was lost when all is there: the machine was restarted before the installer could say so", async () => {
  const { context } = ended([probeOutput()], { lost: "the machine was restarted meanwhile", rebooted: true });
  expect(await verifyAgent.run(context)).toMatchObject({ type: "done", learned: { versionAfter: "9.62.7096.0" } });
});

it("warns of what the installer said beside its success, with the cure", async () => {
  const said = {
    code: "VssProblem",
    vendorName: "ASRMobilityServiceVSSProviderInstallationFailed",
    message: "511",
    recommendedAction: "Run the script.",
  };
  const { context } = ended([probeOutput()], { exitCode: 98, reported: [{ ...said, isWarning: true } as never] }); // any code will do
  expect(await verifyAgent.run(context)).toMatchObject({
    learned: { warnings: ["511 (ASRMobilityServiceVSSProviderInstallationFailed). Run the script."] },
  });
});

it("gives the services some seconds to start, and no longer", async () => {
  const starting = ended([STOPPED, STOPPED, probeOutput()]);
  expect(await verifyAgent.run(starting.context)).toMatchObject({ type: "done" });
  expect(starting.clock.now().toISOString()).toBe("2026-11-01T10:00:02.000Z");
  const never = ended([STOPPED]);
  await expect(verifyAgent.run(never.context)).rejects.toMatchObject({ code: "ServicesNotRunning" });
  expect(never.looks()).toBe(8);
});

it.each([
  ["an exit code of success is no proof", { exitCode: 0 }, { "version-file": OLD }, "InstallerDidNothing", /9\.61\.7016\.0/],
  ["a failure says what the code means", { exitCode: 2 }, { "version-file": OLD }, undefined, /ended with 2: /],
  ["a run that was lost", { lost: "its process is gone" }, { "version-file": OLD }, "InstallerLost", /its process is gone/],
  ["a full disk explains any end", { exitCode: 2 }, { "version-file": OLD, "free-root": "100" }, "NotEnoughSpace", /100 KB free/],
  ["a driver that is not loaded", { exitCode: 0 }, { "driver-loaded": "no" }, "VerificationFailed", /involflt/],
] as const)("%s", async (_what, run, shown, code, message) => {
  const { context } = ended([probeOutput(shown)], run);
  await expect(verifyAgent.run(context)).rejects.toMatchObject({ ...(code && { code }), message: expect.stringMatching(message) });
});

it("looks once at a machine on which nothing was started", async () => {
  const { context, cleared, looks } = onMachine({ shows: [probeOutput()], hop });
  expect(await verifyAgent.run(context)).toMatchObject({ type: "done" });
  expect([cleared, looks()]).toEqual([[], 1]);
});

/** The end of a run that another installer's lock may explain. */
const lockedEnd = async (exitCode: number, seen: Parameters<typeof probeOutput>[0]) => {
  const { context } = ended([probeOutput({ "version-file": OLD, ...seen })], { exitCode });
  const outcome = await verifyAgent.run(context).catch((error: unknown) => ({ error }));
  return "error" in outcome ? outcome.error : outcome; // one that may pass comes with the wish to try again
};

const LOCK = "stale /usr/local/.install.lck";

it("takes a lock with no installer behind it, seen after the launch, for what it is before it", async () => {
  expect(await lockedEnd(1, { lock: LOCK })).toMatchObject({
    code: "StaleInstallerLock",
    retryable: false,
    message: expect.stringMatching(/ended with 1: .*install\.lck is left over/),
  });
});

it.each([
  ["an installer that is at work", 1, { lock: "alive /usr/local/.install.lck" }, "InstallerBusy"],
  ["an installer whose lock is of another name", 1, { lock: LOCK, command: "/bin/sh ./install -q -v VmWare" }, "InstallerBusy"],
  ["no lock at all", 1, {}, "InstallerBusy"],
  ["an end that has nothing to do with the lock", 150, { lock: LOCK }, "InstallerFailed"],
] as const)("does not take %s for a lock that was left", async (_what, exitCode, seen, code) => {
  expect(await lockedEnd(exitCode, seen)).toMatchObject({ code });
});

const hopTo = (version: string) => ({ version, sha256: "ab".repeat(32), sizeBytes: 1, fileName: "x.tar.gz" });
const [FIRST, SECOND] = [hopTo("9.61.1.1"), hopTo("9.62.0.0")];

/** The verdict of the first of two hops on a machine that shows this, and has this in its run slot. */
function verified(shows: string, slot: RunState, exitCode = 0) {
  const runs = { [`install ${FIRST.version}`]: { launchedAt: "2026-11-01T10:00:00.000Z", exitCode } };
  const job = { name: "job-1", learned: { hops: [FIRST, SECOND], runs } };
  const remote = async () => ({ clear: async () => {}, look: async () => slot });
  const context = { job, hop: FIRST, remote, fence: { installation: "i", token: 1 }, clock: handClock() };
  const probe = async () => parseProbe(shows);
  return verifyAgent.run({ ...context, probe, platform: () => platformOf("Linux") } as never); // the step reads nothing else
}

const second = { run: { job: "job-1", name: `install ${SECOND.version}` }, installation: "i" };

describe("the verdict of a hop, when the row of its job is older than the machine", () => {
  it.each<[string, RunState]>([
    ["has ended", { state: "ended", ...second, exitCode: 98 }],
    ["was lost", { state: "lost", ...second, reason: "gone" }],
  ])("is that the job went on, when the installer of the next one %s in the run slot", async (_how, slot) => {
    expect(await verified(probeOutput(), slot)).toMatchObject({ type: "done", skipped: true, learned: { versionAfter: FIRST.version } });
  });

  it.each<[string, RunState]>([
    ["nothing", { state: "none" }],
    ["the installer of another job", { state: "ended", run: { job: "job-2", name: second.run.name }, installation: "i", exitCode: 0 }],
    ["this hop's own installer", { state: "ended", run: { job: "job-1", name: `install ${FIRST.version}` }, installation: "i", exitCode: 0 }],
  ])("fails with %s in the slot", async (_what, slot) => {
    await expect(verified(probeOutput(), slot)).rejects.toMatchObject({ code: "InstallerDidNothing" });
  });
});
