import { describe, expect, it } from "vitest";
import type { LearnedRun } from "../../../../lib/jobs/learned.js";
import { recipeOf } from "../../../../lib/jobs/recipes.js";
import { findAgent } from "../../../../lib/jobs/steps/agent/find-agent.js";
import { leaveOutFolders } from "../../../../lib/jobs/steps/antivirus/leave-out-folders.js";
import { takeBackFolders } from "../../../../lib/jobs/steps/antivirus/take-back-folders.js";
import { verifyExclusions } from "../../../../lib/jobs/steps/antivirus/verify-exclusions.js";
import { verifyTakeBack } from "../../../../lib/jobs/steps/antivirus/verify-take-back.js";
import { probeOutput } from "../../../agents/linux/probe-sample.js";
import { TOLD, told } from "../../../agents/windows/probe-sample.js";
import { onMachine } from "../on-machine.js";

const FOLDER = "C:\\ProgramData\\ASR\\agent";
const PROGRAMS = "C:\\Program Files (x86)\\Microsoft Azure Site Recovery";
const shows = (exclusions: string[], more: object = {}) =>
  told({ antivirus: { ...TOLD.antivirus, defender: { works: true, mode: "Normal", exclusions }, ...more } });
const ESET = told({ antivirus: { ...TOLD.antivirus, defender: null, services: ["ekrn"] } });
const run = (name: string, over: Partial<LearnedRun> = { exitCode: 0 }) => ({
  runs: { [name]: { launchedAt: "2026-11-01T10:00:00.000Z", ...over } },
});
const windows = (shown: readonly string[], learned = {}) => onMachine({ shows: shown, learned, osType: "Windows", recipe: "exclude" });

describe("leave-out-folders", () => {
  it("starts what adds the folders that Defender does not leave out, and no other", async () => {
    const { context, launched } = windows([shows(["c:\\programdata\\asr\\"])]);
    expect(await leaveOutFolders.run(context)).toMatchObject({ type: "done" });
    expect(launched).toMatchObject([{ args: [PROGRAMS] }]);
  });

  it("starts nothing where all is left out, where another scanner is in charge, and on Linux", async () => {
    for (const [machine, message] of [
      [windows([shows([FOLDER, PROGRAMS])]), /leaves out the folders/],
      [windows([ESET]), /Nothing is changed for ESET/],
      [onMachine({ shows: [probeOutput({ scanner: "/opt/sophos-spl" })] }), /Nothing is changed for Sophos/],
      [onMachine({ shows: [probeOutput()] }), /No virus scanner/],
    ] as const) {
      expect(await leaveOutFolders.run(machine.context)).toMatchObject({ skipped: true, message: expect.stringMatching(message) });
      expect(machine.launched).toEqual([]);
    }
  });
});

describe("verify-exclusions", () => {
  it("looks anew, and empties the run slot", async () => {
    const { context, cleared, looks } = windows([shows([FOLDER, PROGRAMS])], run("leave-out"));
    expect(await verifyExclusions("Fails").run(context)).toMatchObject({ type: "done", message: expect.stringMatching(/leaves out/) });
    expect([cleared, looks()]).toEqual([["leave-out"], 1]);
  });

  it("fails where Defender did not take one whatever the run said, and only warns in a job that installs", async () => {
    const message = expect.stringContaining(`did not take ${PROGRAMS}`);
    await expect(verifyExclusions("Fails").run(windows([shows([FOLDER])], run("leave-out")).context)).rejects.toMatchObject({
      code: "ExclusionRefused",
      message,
    });
    expect(await verifyExclusions("Warns").run(windows([shows([FOLDER])], run("leave-out")).context)).toMatchObject({
      learned: { warnings: [message] },
    });
  });

  it("names a scanner that no job changes, with the folders", async () => {
    const warnings = [expect.stringMatching(/ESET is there, which no job changes: let it leave out C:\\ProgramData\\ASR\\agent/)];
    expect(await verifyExclusions("Fails").run(windows([ESET]).context)).toMatchObject({ skipped: true, learned: { warnings } });
    const linux = onMachine({ shows: [probeOutput({ scanner: ["/opt/eset", "/opt/CrowdStrike"] })] });
    expect(await verifyExclusions("Fails").run(linux.context)).toMatchObject({
      message: expect.stringMatching(/CrowdStrike Falcon, ESET are there, .* leave out \/usr\/local\/ASR, /),
    });
  });
});

describe("an uninstall", () => {
  const steps = (learned: object) => recipeOf({ recipe: "uninstall", input: {} })(learned).map(({ step }) => step.name);

  it("takes back what jobs have added, by the machine's own record, and has no step for it elsewhere", async () => {
    expect(await findAgent.run(windows([shows([FOLDER], { added: [FOLDER] })]).context)).toMatchObject({ learned: { excluded: true } });
    expect((await findAgent.run(windows([shows([FOLDER])]).context)).learned).not.toHaveProperty("excluded");
    expect(steps({}).filter((name) => name.includes("take-back"))).toEqual([]);
    expect(steps({ excluded: true }).slice(-5)).toEqual([
      "verify-uninstall",
      "take-back-folders",
      "await-take-back",
      "verify-take-back",
      "record-agent",
    ]);
    const { context, launched } = windows([shows([FOLDER], { added: [FOLDER] })]);
    await takeBackFolders.run(context);
    expect(launched).toHaveLength(1);
  });

  it("names what Defender kept, and is done all the same", async () => {
    expect(await verifyTakeBack.run(windows([shows([])], run("take-back")).context)).toMatchObject({
      message: expect.stringMatching(/nothing any more/),
    });
    const kept = windows([shows([FOLDER], { added: [FOLDER] })], run("take-back", { exitCode: 228 }));
    expect(await verifyTakeBack.run(kept.context)).toMatchObject({ type: "done", learned: { warnings: [expect.stringContaining(FOLDER)] } });
  });
});

it("an installation that is asked to sets the exclusions before an installer comes to the machine", () => {
  const hops = [{ version: "9.62.7096.1", sha256: "a".repeat(64), sizeBytes: 1, fileName: "UA.exe" }];
  const steps = (input: object) => recipeOf({ recipe: "install", input })({ hops }).map(({ step }) => step.name);
  expect(steps({})).not.toContain("leave-out-folders");
  const asked = steps({ excludeFromAntivirus: true });
  expect(asked.slice(asked.indexOf("plan-path"), asked.indexOf("stage-installer") + 1)).toEqual([
    ...["plan-path", "leave-out-folders", "await-exclusions", "verify-exclusions", "stage-installer"],
  ]);
});
