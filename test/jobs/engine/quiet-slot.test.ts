import { describe, expect, it } from "vitest";
import type { StepOutcome } from "../../../lib/jobs/engine/step.js";
import type { RunState } from "../../../lib/remote/machine.js";
import { jobEngine, type Script } from "./engine.js";

const done = (): StepOutcome => ({ type: "done", message: "did it" });
const judging = (script: Script): Script & { judges: true } =>
  Object.assign((...given: Parameters<Script>) => script(...given), { judges: true as const });

const ANOTHERS = { run: { job: "job-0", name: "install 9.62.7096.1" }, installation: "installation-1" };

describe("a step that judges the machine", () => {
  it("waits while something is at work in the run slot, and says for what", async () => {
    const engine = await jobEngine({ look: done, judge: judging(done) });
    engine.remote.slot = { state: "running", ...ANOTHERS, elapsedSeconds: 5 };
    const { name } = await engine.start();
    await engine.drain(1);
    expect(await engine.job(name)).toMatchObject({ state: "InProgress", step: 1, attempts: 0 });
    expect((await engine.job(name)).tasks[1]?.message).toBe('Waits for "install 9.62.7096.1", which runs on the machine');
    engine.remote.slot = { state: "ended", ...ANOTHERS, exitCode: 0 };
    await engine.drain();
    expect(await engine.job(name)).toMatchObject({ state: "Succeeded" });
    expect(engine.runs).toEqual(["look", "judge"]);
  });

  it.each<RunState>([
    { state: "none" },
    { state: "ended", ...ANOTHERS, exitCode: 1 },
    { state: "lost", ...ANOTHERS, reason: "gone" },
    { state: "lost", ...ANOTHERS, reason: "rebooted" },
  ])("judges when the slot is $state", async (slot) => {
    const engine = await jobEngine({ judge: judging(done) });
    engine.remote.slot = slot;
    const { name } = await engine.start();
    await engine.drain();
    expect(await engine.job(name)).toMatchObject({ state: "Succeeded" });
  });

  it("looks into the slot once an invocation, which alone may start anything there meanwhile", async () => {
    const engine = await jobEngine({ judge: judging(done), again: judging(done), look: done });
    let looks = 0;
    engine.remote.look = async () => {
      looks++;
      return { state: "none" };
    };
    await engine.start();
    await engine.drain();
    expect(looks).toBe(1);
  });
});
