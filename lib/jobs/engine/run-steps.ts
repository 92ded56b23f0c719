import { FleetError } from "../../core/errors.js";
import type { Session } from "../../reach/session.js";
import { isSettled, type Job } from "../job.js";
import { attemptStep } from "./attempt-step.js";
import { deferJob, finishJob, sendAgain } from "./end-turn.js";
import type { JobKeeper } from "./job-keeper.js";
import { logInWishOf } from "./log-in-wish.js";
import type { RunJobDeps } from "./run-deps.js";
import type { PlannedStep } from "./step.js";
import { type SharedContext, sharedContext } from "./step-context.js";

/** Runs as many steps as fit the time budget, over one connection; then asks the queue for the rest, or ends the job. */
export async function runSteps(deps: RunJobDeps, keeper: JobKeeper, session: Session): Promise<void> {
  const recipe = deps.recipeOf(keeper.job());
  const giveWay = deps.clock.now().getTime() + deps.timing.runBudgetMs;
  const shared = sharedContext(deps, keeper.job(), session);
  if (keeper.job().state === "NotStarted") keeper.apply({ type: "started" });
  if (keeper.job().state === "Suspended") keeper.apply({ type: "resumed" }); // a batch that was stopped while it was suspended
  for (;;) {
    const steps = recipe(keeper.job().learned);
    const planned = steps[keeper.job().step];
    if (!planned) throw new FleetError("Internal", `Recipe ${keeper.job().recipe} has no step ${keeper.job().step}`);
    keeper.apply({ type: "stepStarted" });
    await saveBefore(deps, keeper, { planned, steps, platform: shared.platform });
    const before = keeper.job();
    const after = keeper.apply(await attemptStep(deps, keeper, planned, shared));
    if (isSettled(after)) return finishJob(deps, keeper, session);
    if (logInWishOf(after).registers !== logInWishOf(before).registers) return deferJob(deps, keeper, 0); // a secret asks for a login of its own
    if (after.ticket !== before.ticket) return sendAgain(deps, keeper, secondsUntilDue(after, deps));
    if (deps.clock.now().getTime() >= giveWay || deps.turns.isLeaving()) return deferJob(deps, keeper, 0);
  }
}

/** Who watches the job sees what it does at the latest after this. */
const SHOWN_WITHIN_MS = 5000;

/**
 * One claim keeps other invocations out until somebody else claims the row, and from then on the machine itself refuses this one's older
 * token. So later steps are saved only where they rely on what was found before, where they would make a verdict wrong that a crash repeats, or to be shown.
 */
async function saveBefore({ clock }: RunJobDeps, keeper: JobKeeper, { planned, steps, platform }: Coming): Promise<void> {
  const { changes, savesFirst = false } = planned.step;
  const seen = { learned: keeper.job().learned, platform, ...(planned.hop && { hop: planned.hop }) };
  const destroys = typeof savesFirst === "function" ? savesFirst(seen) : savesFirst;
  if ((changes || destroys) && !keeper.isClaimed()) return keeper.claim();
  const isOld = keeper.isClaimed() && clock.now().getTime() - keeper.writtenAt() > SHOWN_WITHIN_MS;
  if (destroys || isOld || (changes && wouldJudgeAgain(keeper, steps))) await keeper.save();
}

type Coming = Readonly<{ planned: PlannedStep; steps: readonly PlannedStep[]; platform: SharedContext["platform"] }>;

/** Whoever takes the job up where its row stands would judge the machine once more, after this step has changed it. */
const wouldJudgeAgain = (keeper: JobKeeper, steps: readonly PlannedStep[]): boolean =>
  steps.slice(keeper.savedStep(), keeper.job().step).some(({ step }) => step.judges);

const secondsUntilDue = (job: Job, { clock }: RunJobDeps): number => Math.max(0, Math.ceil((Date.parse(job.dueTime) - clock.now().getTime()) / 1000));
