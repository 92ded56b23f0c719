import type { Machine } from "../../../lib/fleet/machines/machine.js";
import type { BatchMember, MemberState } from "../../../lib/jobs/batch/batch-member.js";
import { memberOf } from "../../../lib/jobs/batch/member-of.js";
import { startBatch } from "../../../lib/jobs/batch/start-batch.js";
import { resumeJob } from "../../../lib/jobs/control/resume-job.js";
import { stopJob } from "../../../lib/jobs/control/stop-job.js";
import type { RunJobDeps } from "../../../lib/jobs/engine/run-deps.js";
import { runJob } from "../../../lib/jobs/engine/run-job.js";
import type { Recipe, StepContext, StepOutcome } from "../../../lib/jobs/engine/step.js";
import type { Job } from "../../../lib/jobs/job.js";
import type { BatchInput, JobInput } from "../../../lib/jobs/job-input.js";
import { RECIPES } from "../../../lib/jobs/recipes.js";
import type { SentMessage } from "../../store/memory/memory-job-queue.js";
import { aMachine, handClock, jobEngine } from "../engine/engine.js";

/** What a child's one step does on its machine. */
export type ChildScript = (machine: Machine, run: number, context: StepContext) => StepOutcome | Promise<StepOutcome>;

export const succeeds: ChildScript = () => ({ type: "done", message: "did it" });

type Options = Readonly<{ child?: ChildScript; over?: Partial<RunJobDeps> }>;

/**
 * Batches on memory stores. While the batch sleeps, time passes and the messages of its children are delivered, each when it is due.
 */
export async function batchEngine(machines: readonly Partial<Machine>[], { child = succeeds, over = {} }: Options = {}) {
  const runs = new Map<string, number>();
  const begun: string[] = [];
  const running = new Set<string>();
  let most = 0;
  const childRecipe: Recipe = () => [
    {
      step: {
        name: "work",
        title: "Work",
        changes: true,
        deadlineSeconds: 3600,
        run: async (context: StepContext) => {
          const machine = context.machine();
          const run = (runs.get(machine.name) ?? 0) + 1;
          runs.set(machine.name, run);
          if (run === 1) begun.push(machine.name);
          running.add(machine.name);
          most = Math.max(most, running.size);
          const outcome = await Promise.resolve(child(machine, run, context)).catch((error) => {
            running.delete(machine.name);
            throw error;
          });
          if (outcome.type !== "wait") running.delete(machine.name);
          return outcome;
        },
      },
    },
  ];
  const time = handClock();
  const due: { at: number; message: SentMessage["message"] }[] = [];
  const collect = () => {
    for (let next = engine.queue.take(); next; next = engine.queue.take())
      due.push({ at: time.now().getTime() + next.delaySeconds * 1000, message: next.message });
  };
  const inHand = new Set<unknown>();
  /** Delivers what is due, but not the batch's own message while it is at work. A message goes when it was carried out, not before. */
  const deliver = async (skip?: string) => {
    collect();
    const now = due.filter((one) => one.at <= time.now().getTime() && one.message.jobName !== skip && !inHand.has(one));
    for (const one of now) {
      inHand.add(one);
      await run(one.message).finally(() => inHand.delete(one));
      due.splice(due.indexOf(one), 1);
    }
  };
  let atWork: string | undefined;
  const clock = {
    now: time.now,
    sleep: async (ms: number) => {
      time.pass(ms / 1000);
      await deliver(atWork);
    },
  };
  const engine = await jobEngine({}, { clock, recipeOf: ({ recipe }) => (recipe === "batch" ? RECIPES.batch : childRecipe), ...over });
  const deps: RunJobDeps = { ...engine, clock };
  const carryOut = runJob(deps);
  const run = async (message: SentMessage["message"]) => {
    const isBatch = (await engine.jobs.find(message.jobName))?.value.recipe === "batch";
    if (isBatch) atWork = message.jobName;
    try {
      await carryOut(message);
    } finally {
      if (isBatch) atWork = undefined;
    }
  };
  const rows = machines.map((machine, i) => aMachine({ name: `m-${String(i).padStart(5, "0")}`, friendlyName: `web-${i}`, ...machine }));
  for (const machine of rows) await engine.machines.create(machine);
  const members = async (batch: string, state?: MemberState): Promise<readonly BatchMember[]> =>
    (await engine.batches.list(batch, state ? { state } : {}, { size: 1000 })).items;
  return {
    ...engine,
    clock,
    time,
    run,
    begun,
    runsOf: runs,
    mostAtOnce: () => most,
    machinesOf: rows,
    members,
    start: (batch: Partial<BatchInput> = {}, input: JobInput = {}): Promise<Job> => {
      const whole: BatchInput = { recipe: "update", selection: { kind: "list" }, maxConcurrency: 5, order: "Given", ...batch };
      const listed = whole.selection.kind === "list" ? { members: rows.map((machine, n) => memberOf(machine, n, whole)) } : {};
      return startBatch(deps)({
        target: { kind: "batch", fabric: "fabric", container: "container", name: "container", friendlyName: "container" },
        batch: whole,
        input,
        ...listed,
      });
    },
    stop: stopJob(deps),
    resume: resumeJob(deps),
    /** Time passes and messages are delivered until nothing is due any more, or this was done so often. */
    async drain(most = 2000): Promise<void> {
      for (let i = 0; i < most; i++) {
        collect();
        if (due.length === 0) return;
        const next = Math.min(...due.map(({ at }) => at));
        if (next > time.now().getTime()) time.pass((next - time.now().getTime()) / 1000);
        await deliver();
      }
    },
    progress: async (name: string) => (await engine.job(name)).learned.batch,
  };
}
