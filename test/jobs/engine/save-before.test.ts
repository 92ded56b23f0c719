import { describe, expect, it } from "vitest";
import type { StepOutcome } from "../../../lib/jobs/engine/step.js";
import { memoryJobs } from "../../store/memory/memory-jobs.js";
import { jobEngine, type Script } from "./engine.js";

const done = (): StepOutcome => ({ type: "done", message: "did it" });
const changing = (script: Script): Script & { changes: true } =>
  Object.assign((...given: Parameters<Script>) => script(...given), { changes: true as const });

const judging = (script: Script): Script & { judges: true } =>
  Object.assign((...given: Parameters<Script>) => script(...given), { judges: true as const });

/** The engine on jobs that note the step at which each write found them. */
async function watched(scripts: Parameters<typeof jobEngine>[0]) {
  const written: string[] = [];
  const jobs = memoryJobs();
  const watching: typeof jobs = {
    ...jobs,
    replace: async (job, ...rest) => {
      written.push(`${job.step} ${job.state} turn ${job.turn}`);
      return jobs.replace(job, ...rest);
    },
  };
  return { written, engine: await jobEngine(scripts, { jobs: watching }) };
}

describe("the saves of an invocation", () => {
  it("are one claim before the first change and one at the end, however many steps change the machine", async () => {
    const { written, engine } = await watched({ look: done, copy: changing(done), run: changing(done), check: done });
    await engine.start();
    await engine.drain();
    expect(written).toEqual(["1 InProgress turn 1", "4 Succeeded turn 1"]);
  });

  it("are one more between a verdict and the change that follows it", async () => {
    const { written, engine } = await watched({ run: changing(done), verify: judging(done), note: done, again: changing(done), end: changing(done) });
    await engine.start();
    await engine.drain();
    expect(written).toEqual(["0 InProgress turn 1", "3 InProgress turn 1", "5 Succeeded turn 1"]);
  });

  it("show a long invocation's progress to those who watch", async () => {
    const { written, engine } = await watched({
      copy: changing(() => {
        engine.clock.pass(6);
        return done();
      }),
      run: changing(done),
    });
    await engine.start();
    await engine.drain();
    expect(written).toEqual(["0 InProgress turn 1", "1 InProgress turn 1", "2 Succeeded turn 1"]);
  });

  it("give the fence of the claim to all steps after it, and a higher one to the invocation that follows", async () => {
    const tokens: number[] = [];
    const note: Script = (_run, { fence }) => {
      tokens.push(fence.token);
      return done();
    };
    const { engine } = await watched({
      copy: changing(note),
      run: changing((run, context) => (run === 1 ? { type: "wait", seconds: 5, message: "" } : note(run, context))),
      clear: changing(note),
    });
    await engine.start();
    await engine.drain();
    const [first = 0, second = 0, third = 0] = tokens;
    expect(second).toBeGreaterThan(first);
    expect(third).toBe(second);
  });

  it("keep a second delivery of the same message from the machine", async () => {
    let others = 0;
    const { engine } = await watched({
      copy: changing(async () => {
        if (others++ === 0) await engine.run(message);
        return done();
      }),
    });
    const { name, ticket } = await engine.start();
    const message = { jobName: name, ticket };
    await engine.drain(1);
    expect(engine.runs).toEqual(["copy", "copy"]); // the second claimed the row, and the first one's end is not written
    expect(await engine.job(name)).toMatchObject({ state: "Succeeded", turn: 2 });
  });
});
