import { expect, it } from "vitest";
import type { LearnedRun } from "../../../../lib/jobs/learned.js";
import { verifyUninstall } from "../../../../lib/jobs/steps/agent/verify-uninstall.js";
import { probeOutput } from "../../../agents/linux/probe-sample.js";
import { onMachine } from "../on-machine.js";

const GONE = probeOutput({ "version-link": undefined, "version-file": undefined, "agent-dir": undefined, process: [], status: [] });
const STILL = "process svagents\nend\n";

const ended = (says: string, run?: Partial<LearnedRun>) =>
  onMachine({ shows: [GONE], says, learned: run ? { runs: { uninstall: { launchedAt: "2026-11-01T10:00:00.000Z", ...run } } } : {} });

it("is content when nothing is left, looks at the machine anew and empties the run slot", async () => {
  const { context, cleared, looks } = ended("end\n", { exitCode: 0 });
  expect(await verifyUninstall.run(context)).toMatchObject({ type: "done", message: expect.stringContaining("Nothing of the Mobility service") });
  expect([cleared, looks()]).toEqual([["uninstall"], 1]);
});

it("names what is harmless and stays", async () => {
  const { context } = ended("driver-loaded involflt\nfolder /usr/local/ASR\nend\n", { exitCode: 0 });
  const warning = expect.stringMatching(/Left over: the driver involflt, loaded until the next restart, the folder \/usr\/local\/ASR/);
  expect(await verifyUninstall.run(context)).toMatchObject({ type: "done", learned: { warnings: [warning] } });
});

it.each([
  ["an uninstaller that claims success", { exitCode: 0 }, "UninstallIncomplete"],
  ["one that failed", { exitCode: 2 }, "UninstallFailed"],
  ["one that was interrupted", { lost: "the machine was restarted meanwhile", rebooted: true }, "UninstallFailed"],
  ["parts of an agent without its record", undefined, "AgentDamaged"],
] as const)("is not content with %s while the agent is there", async (_what, run, code) => {
  const { context } = ended(STILL, run);
  await expect(verifyUninstall.run(context)).rejects.toMatchObject({ code, message: expect.stringContaining("the process svagents") });
});
