import { FleetError } from "../../core/errors.js";
import type { Versioned } from "../../core/versioned.js";
import type { Machine } from "../../fleet/machines/machine.js";
import { noMachine, openSession, withoutMachine } from "../../reach/session.js";
import { missedWindow } from "../batch/window.js";
import { isSettled, type Job } from "../job.js";
import type { JobMessage } from "../ports.js";
import { RECIPE_FACTS } from "../recipe-facts.js";
import { counted } from "./counted-deps.js";
import { cancelJob, deferJob, endUnbegun, finishJob } from "./end-turn.js";
import { concludeAgain, giveBackTaken } from "./give-back.js";
import { takeGroup } from "./group-lease.js";
import { jobErrors } from "./job-error.js";
import { type JobKeeper, jobKeeper, OutOfDate } from "./job-keeper.js";
import { takeLease } from "./lease.js";
import { logInWishOf } from "./log-in-wish.js";
import type { RunJobDeps } from "./run-deps.js";
import { runSteps } from "./run-steps.js";
import { turnCosts } from "./turn-costs.js";

/**
 * Carries a job on from where its row stands, for one message. Throws only when our own bookkeeping failed, so that the queue delivers again;
 * a failed step is a saved fact. A message that is late, double or about an ended job does nothing.
 */
export const runJob =
  (deps: RunJobDeps) =>
  async ({ jobName, ticket }: JobMessage): Promise<void> => {
    const kept = await deps.jobs.takeKept(jobName, ticket);
    const found = kept ?? (await deps.jobs.find(jobName));
    if (!found) return;
    if (ticket < found.value.ticket) return giveBackTaken(deps, found.value, ticket); // of a late worker that died with what it had taken
    if (isSettled(found.value) && !isStopped(found.value)) return concludeAgain(deps, found.value, ticket);
    const costs = turnCosts(found.value, deps.clock);
    if (!kept) costs.count("storageOperations");
    const keeper = jobKeeper(deps, found, deps.recipeOf(found.value), costs);
    try {
      await deps.turns.during({ jobName, ticket }, keeper, async () => {
        if (isLate(deps, found.value)) await keeper.showAlive();
        await takeTurn(counted(deps, costs), keeper);
      });
    } catch (error) {
      if (!(error instanceof OutOfDate)) throw error;
      if (kept) return runJob(deps)({ jobName, ticket }); // another process wrote it meanwhile: nothing was changed but what may be done twice
      deps.log.info("job goes on elsewhere", { job: jobName });
      await giveBackTaken(deps, (await deps.jobs.find(jobName))?.value, ticket);
    }
  };

/** Its message waited behind others for so long that the job would soon be taken for lost. */
const isLate = ({ clock, timing }: RunJobDeps, { dueTime }: Job): boolean => clock.now().getTime() - Date.parse(dueTime) > timing.rescueAfterMs / 2;

/** A suspended job that was stopped has one thing left to do. */
const isStopped = ({ state, cancelRequested }: Job): boolean => state === "Suspended" && cancelRequested === true;

async function takeTurn(deps: RunJobDeps, keeper: JobKeeper): Promise<void> {
  const job = keeper.job();
  if (job.target.kind === "batch") return runSteps(deps, keeper, noMachine); // its step stops the children first
  if (job.target.kind !== "machine") return work(deps, keeper, noMachine);
  const { fabric = "", container = "", name } = job.target;
  const ref = { fabric, container, name };
  if (RECIPE_FACTS[job.recipe].lease === "None") return workUnleased(deps, keeper, await deps.machines.find(ref));
  const lease = await takeLease(deps, ref, job.name, deps.clock.now());
  switch (lease.type) {
    case "missing":
      if (isPolite(job)) return work(deps, keeper, withoutMachine("The machine is no longer in the inventory"));
      return failWithoutMachine(deps, keeper);
    case "busy":
      if (job.cancelRequested) return cancelJob(deps, keeper, noMachine);
      if (missedWindow(job, deps.clock.now())) return endUnbegun(deps, keeper, noMachine);
      if (isPolite(job) && waitedMs(deps, job) > POLITE_MS) {
        return work(deps, keeper, withoutMachine(`Job ${lease.job} is at work on the machine`));
      }
      return waitForTurn(deps, keeper, lease.job);
    case "held": {
      const holder = job.cancelRequested || missedWindow(job, deps.clock.now()) ? undefined : await takeGroup(deps, job, lease.machine.value);
      if (holder !== undefined) return waitForGroup(deps, keeper, holder);
      const session = openSession(deps, logInWishOf(job), lease.machine, AbortSignal.timeout(deps.timing.runBudgetMs + deps.timing.stepTimeoutMs));
      try {
        await work(deps, keeper, session);
      } finally {
        await session.close();
      }
    }
  }
}

const isPolite = ({ recipe }: Job): boolean => RECIPE_FACTS[recipe].lease === "Polite";
const POLITE_MS = 30_000;

/** Since it asked for its turn: when it was made, or resumed last. */
const waitedMs = ({ clock }: RunJobDeps, { createdTime, resumedTime = createdTime }: Job): number => clock.now().getTime() - Date.parse(resumedTime);

/** So long a job may wait for those that were there before it. */
const TURN_HOURS = 24;

const waitForTurn = (deps: RunJobDeps, keeper: JobKeeper, holder: string): Promise<void> =>
  wait(deps, keeper, `job ${holder}, which is at work on the same machine`);

/** The machine stays this job's own meanwhile: nobody else may change it either. */
const waitForGroup = (deps: RunJobDeps, keeper: JobKeeper, holder: string): Promise<void> =>
  wait(deps, keeper, `job ${holder}, which is at work on a machine of the same availability group`);

async function wait(deps: RunJobDeps, keeper: JobKeeper, waitedFor: string): Promise<void> {
  const { state, target } = keeper.job();
  if (state === "NotStarted") keeper.apply({ type: "started" }); // from now on its first task says what it waits for
  if (waitedMs(deps, keeper.job()) < TURN_HOURS * 3_600_000) {
    return deferJob(deps, keeper, deps.timing.pollSeconds, `Waits for ${waitedFor}`);
  }
  const late = new FleetError("DeadlineExceeded", `${target.friendlyName} was not free within ${TURN_HOURS} hours; it waited for ${waitedFor}`);
  keeper.apply({ type: "stepFailed", errors: jobErrors(late, { task: taskName(keeper.job()), now: deps.clock.now() }) });
  await finishJob(deps, keeper, noMachine);
}

const workUnleased = (deps: RunJobDeps, keeper: JobKeeper, machine: Versioned<Machine> | undefined): Promise<void> =>
  machine ? work(deps, keeper, { ...noMachine, machine: () => machine }) : failWithoutMachine(deps, keeper);

function work(deps: RunJobDeps, keeper: JobKeeper, session: ReturnType<typeof openSession>): Promise<void> {
  if (keeper.job().cancelRequested) return cancelJob(deps, keeper, session);
  return missedWindow(keeper.job(), deps.clock.now()) ? endUnbegun(deps, keeper, session) : runSteps(deps, keeper, session);
}

async function failWithoutMachine(deps: RunJobDeps, keeper: JobKeeper): Promise<void> {
  const gone = new FleetError("ResourceNotFound", `The machine ${keeper.job().target.friendlyName} is no longer in the inventory`);
  keeper.apply({ type: "stepFailed", errors: jobErrors(gone, { task: taskName(keeper.job()), now: deps.clock.now() }) });
  await finishJob(deps, keeper, noMachine);
}

const taskName = (job: Job): string => job.tasks[job.step]?.name ?? "";
