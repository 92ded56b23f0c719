import { FleetError } from "../core/errors.js";
import { attemptStep } from "./attempt-step.js";
import { deferJob, finishJob, sendAgain } from "./end-turn.js";
import { isFinal, type Job } from "./job.js";
import type { JobKeeper } from "./job-keeper.js";
import type { RunJobDeps } from "./run-deps.js";
import type { Session } from "./session.js";
import { sharedContext } from "./step-context.js";

/** Runs as many steps as fit the time budget, over one connection; then asks the queue for the rest, or ends the job. */
export async function runSteps(deps: RunJobDeps, keeper: JobKeeper, session: Session): Promise<void> {
  const recipe = deps.recipeOf(keeper.job());
  const giveWay = deps.clock.now().getTime() + deps.timing.runBudgetMs;
  const shared = sharedContext(deps, keeper.job(), session);
  if (keeper.job().state === "NotStarted") keeper.apply({ type: "started" });
  for (;;) {
    const planned = recipe(keeper.job().learned)[keeper.job().step];
    if (!planned) throw new FleetError("Internal", `Recipe ${keeper.job().recipe} has no step ${keeper.job().step}`);
    const before = keeper.apply({ type: "stepStarted" });
    if (planned.step.changes) await keeper.claim();
    const after = keeper.apply(await attemptStep(deps, before, planned, shared));
    if (isFinal(after)) return finishJob(deps, keeper, session);
    if (after.ticket !== before.ticket) return sendAgain(deps, keeper, secondsUntilDue(after, deps));
    if (deps.clock.now().getTime() >= giveWay) return deferJob(deps, keeper, 0);
  }
}

const secondsUntilDue = (job: Job, { clock }: RunJobDeps): number => Math.max(0, Math.ceil((Date.parse(job.dueTime) - clock.now().getTime()) / 1000));
