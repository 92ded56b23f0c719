import type { Recipe, StepContext } from "../../lib/jobs/engine/step.js";
import type { JobStore } from "../../lib/jobs/ports.js";
import { recipeOf } from "../../lib/jobs/recipes.js";
import { NotYet } from "../../lib/reach/not-yet.js";
import type { RemoteMachine } from "../../lib/remote/machine.js";
import type { SimulatedFleet } from "../fleet/simulated-fleet.js";
import type { HostDeps, Parts } from "../fleet/simulated-host.js";

export const BUGS = ["ticket", "fence", "order", "verdict"] as const;
export type Bug = (typeof BUGS)[number];

/** Four deliberate faults, each by replacing what the engine is given; a proof that finds none of them proves nothing. */
export const BUG_PARTS: Readonly<Record<Bug, (fleet: SimulatedFleet) => Parts>> = {
  /** Every message counts, however old. */
  ticket: () => ({ message: (message) => ({ ...message, ticket: Number.MAX_SAFE_INTEGER }) }),
  /** The machine refuses nobody. */
  fence: () => ({ remote: unfenced }),
  /** The message is sent first, and then the row is saved that it is about. */
  order: () => ({ stores: sendsFirst }),
  /** Nothing is saved between a verdict and the next change. */
  verdict: () => ({ recipeOf: (job) => unsaved(recipeOf(job)) }),
};

const NEWEST = { token: Number.MAX_SAFE_INTEGER };

const unfenced = (remote: RemoteMachine): RemoteMachine => ({
  ...remote,
  script: (...given) => remote.script(...given),
  run: (...given) => remote.run(...given),
  look: (range) => remote.look(range),
  logTail: (bytes) => remote.logTail(bytes),
  close: () => remote.close(),
  stage: (file, options) => remote.stage(file, { ...options, fence: { ...options.fence, ...NEWEST } }),
  launch: (run, fence) => remote.launch(run, { ...fence, ...NEWEST }),
  clear: (run, fence) => remote.clear(run, { ...fence, ...NEWEST }),
});

function sendsFirst({ jobs, queue, stores, clock }: HostDeps): Partial<HostDeps> {
  const sent = new Set<string>();
  const replace: JobStore["replace"] = async (job, ...given) => {
    const before = await stores.jobs.find(job.name);
    const key = `${job.name} ${job.ticket}`;
    if (before && before.value.ticket < job.ticket && job.state === "InProgress") {
      await queue.send({ jobName: job.name, ticket: job.ticket }, Math.max(0, (Date.parse(job.dueTime) - clock.now().getTime()) / 1000));
      sent.add(key);
    }
    return jobs.replace(job, ...given);
  };
  return {
    jobs: new Proxy(jobs, { get: (target, key) => (key === "replace" ? replace : Reflect.get(target, key)) }),
    queue: new Proxy(queue, {
      get: (target, key) => {
        if (key !== "send") return Reflect.get(target, key);
        return async (...[message, seconds]: Parameters<HostDeps["queue"]["send"]>) => {
          if (!sent.delete(`${message.jobName} ${message.ticket}`)) await queue.send(message, seconds);
        };
      },
    }),
  };
}

/** The verdict still waits for what is at work in the run slot; only the save after it is missing. */
const unsaved =
  (recipe: Recipe): Recipe =>
  (learned) =>
    recipe(learned).map((planned) => {
      const { judges, ...step } = planned.step;
      if (!judges) return planned;
      const run = async (context: StepContext) => {
        const slot = await (await context.remote()).look();
        if (slot.state === "running") throw new NotYet(20, "something runs");
        return step.run(context as never); // as the engine hands it on
      };
      return { ...planned, step: { ...step, run } };
    });
