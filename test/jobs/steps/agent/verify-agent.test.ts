import { describe, expect, it } from "vitest";
import { parseProbe } from "../../../../lib/agents/linux/probe.js";
import { platformOf } from "../../../../lib/agents/platform-of.js";
import type { StepContext } from "../../../../lib/jobs/engine/step.js";
import { verifyAgent } from "../../../../lib/jobs/steps/agent/verify-agent.js";
import type { RunState } from "../../../../lib/remote/machine.js";
import { probeOutput } from "../../../agents/linux/probe-sample.js";
import { handClock } from "../../engine/engine.js";

const hopOf = (version: string) => ({ version, sha256: "ab".repeat(32), sizeBytes: 1, fileName: "x.tar.gz" });
const [FIRST, SECOND] = [hopOf("9.61.1.1"), hopOf("9.62.0.0")];

/** The verdict of the first of two hops on a machine that shows this, and has this in its run slot. */
function verified(shows: string, slot: RunState, exitCode = 0) {
  const runs = { [`install ${FIRST.version}`]: { launchedAt: "2026-11-01T10:00:00.000Z", exitCode } };
  const job = { name: "job-1", learned: { hops: [FIRST, SECOND], runs } };
  const remote = async () => ({ clear: async () => {}, look: async () => slot });
  const context = { job, hop: FIRST, remote, fence: { installation: "i", token: 1 }, clock: handClock() };
  const probe = async () => parseProbe(shows);
  return verifyAgent.run({ ...context, probe, platform: () => platformOf("Linux") } as unknown as StepContext); // the step reads nothing else
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
