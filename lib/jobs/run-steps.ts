import { type Probe, parseProbe } from "../agents/probe.js";
import probeScript from "../agents/scripts/probe.sh";
import { FleetError } from "../core/errors.js";
import type { Fabric } from "../fleet/fabric.js";
import type { Machine } from "../fleet/machine.js";
import type { RemoteMachine } from "../remote/machine.js";
import type { JobEvent } from "./advance.js";
import { deferJob, finishJob, sendAgain } from "./end-turn.js";
import { isFinal, type Job } from "./job.js";
import { asFleetError, jobErrors } from "./job-error.js";
import type { JobKeeper } from "./job-keeper.js";
import { fenceToken } from "./lease.js";
import { retryAfterSeconds } from "./retry-policy.js";
import type { RunJobDeps } from "./run-deps.js";
import { NotYet, type Session } from "./session.js";
import { type PlannedStep, type StepContext, type StepOutcome, stepLabel } from "./step.js";

/** Runs as many steps as fit the time budget, over one connection; then asks the queue for the rest, or ends the job. */
export async function runSteps(deps: RunJobDeps, keeper: JobKeeper, session: Session): Promise<void> {
  const recipe = deps.recipeOf(keeper.job());
  const giveWay = deps.clock.now().getTime() + deps.timing.runBudgetMs;
  const shared = sharedOf(deps, keeper.job(), session);
  let change: Partial<Machine> = {};
  if (keeper.job().state === "NotStarted") keeper.apply({ type: "started" });
  for (;;) {
    const planned = recipe(keeper.job().learned)[keeper.job().step];
    if (!planned) throw new FleetError("Internal", `Recipe ${keeper.job().recipe} has no step ${keeper.job().step}`);
    const before = keeper.apply({ type: "stepStarted" });
    if (planned.step.changes) await keeper.save();
    const { event, machine } = await attempt(deps, before, planned, shared);
    change = { ...change, ...machine };
    const after = keeper.apply(event);
    if (isFinal(after)) return finishJob(deps, keeper, session, after.state === "Cancelled" ? {} : change);
    if (after.ticket !== before.ticket) return sendAgain(deps, keeper, secondsUntilDue(after, deps));
    if (deps.clock.now().getTime() >= giveWay) return deferJob(deps, keeper, 0);
  }
}

type Shared = Omit<StepContext, "job" | "hop" | "signal" | "fence"> & { fenceOf(job: Job): StepContext["fence"] | Promise<StepContext["fence"]> };

function sharedOf(deps: RunJobDeps, job: Job, session: Session): Shared {
  let fabric: Promise<Fabric> | undefined;
  const readFabric = () => {
    fabric ??= findFabric(deps, job);
    return fabric;
  };
  let probed: Promise<Probe> | undefined;
  return {
    probe: ({ fresh = false } = {}) => {
      if (fresh) probed = undefined;
      probed ??= session.remote().then(probeMachine);
      return probed;
    },
    machine: () => {
      const held = session.machine();
      if (!held) throw new FleetError("Internal", `A job about ${job.target.kind} ${job.target.name} has no machine`);
      return held.value;
    },
    fabric: readFabric,
    remote: session.remote,
    registrationSecret: async () => {
      const { registrationSecret } = await readFabric();
      return registrationSecret === undefined ? undefined : deps.secrets.find(registrationSecret);
    },
    fenceOf: async ({ ticket }) => ({
      installation: await deps.installation(),
      token: fenceToken(session.machine()?.value.lease?.token ?? 0, ticket),
    }),
    installers: deps.installers,
    content: deps.content,
    log: deps.log,
    jobLogs: deps.jobLogs,
    clock: deps.clock,
    timing: deps.timing,
  };
}

async function probeMachine(remote: RemoteMachine): Promise<Probe> {
  const { stdout } = await remote.script(probeScript);
  return parseProbe(stdout);
}

async function findFabric({ fabrics }: RunJobDeps, { target }: Job): Promise<Fabric> {
  const found = await fabrics.find(target.fabric ?? "");
  if (!found) throw new FleetError("ResourceNotFound", `The fabric ${target.fabric} is no longer there`);
  return found.value;
}

async function attempt(
  deps: RunJobDeps,
  job: Job,
  planned: PlannedStep,
  { fenceOf, ...shared }: Shared,
): Promise<{ event: JobEvent; machine?: Partial<Machine> }> {
  const signal = AbortSignal.timeout(deps.timing.stepTimeoutMs);
  try {
    const context: StepContext = { ...shared, job, ...(planned.hop && { hop: planned.hop }), fence: await fenceOf(job), signal };
    const outcome = await planned.step.run(context);
    return { event: eventOf(deps, job, planned, outcome), ...(outcome.type === "done" && outcome.machine && { machine: outcome.machine }) };
  } catch (error) {
    if (error instanceof NotYet) return { event: eventOf(deps, job, planned, { type: "wait", seconds: error.seconds, message: error.message }) };
    return { event: failureOf(deps, job, planned, error) };
  }
}

function eventOf(deps: RunJobDeps, job: Job, planned: PlannedStep, outcome: StepOutcome): JobEvent {
  if (outcome.type === "done") {
    const { message, learned, skipped } = outcome;
    return { type: "stepDone", message, ...(learned && { learned }), ...(skipped && { skipped }) };
  }
  if (isPast(deps, job, outcome.seconds)) return failureOf(deps, job, planned, tooLate(planned, outcome.message));
  const { seconds, message, learned } = outcome;
  return { type: "deferred", seconds, message, ...(learned && { learned }) };
}

function failureOf(deps: RunJobDeps, job: Job, planned: PlannedStep, thrown: unknown): JobEvent {
  const error = asFleetError(thrown);
  if (error.code === "Internal") deps.log.error("step failed unexpectedly", { job: job.name, step: stepLabel(planned), error: thrown });
  else deps.log.warn("step failed", { job: job.name, step: stepLabel(planned), code: error.code, reason: error.message });
  const retryInSeconds = retryAfterSeconds(error, job.attempts, deps.timing.retrySeconds);
  const errors = jobErrors(error, stepLabel(planned), deps.clock.now());
  const again = retryInSeconds !== undefined && !isPast(deps, job, retryInSeconds);
  return { type: "stepFailed", errors, ...(again && { retryInSeconds }) };
}

const isPast = ({ clock }: RunJobDeps, job: Job, seconds: number): boolean =>
  job.stepDeadline !== undefined && new Date(clock.now().getTime() + seconds * 1000).toISOString() > job.stepDeadline;

const tooLate = ({ step }: PlannedStep, waitedFor: string): FleetError =>
  new FleetError("DeadlineExceeded", `"${step.title}" did not end within ${step.deadlineSeconds} s. ${waitedFor}`);

const secondsUntilDue = (job: Job, { clock }: RunJobDeps): number => Math.max(0, Math.ceil((Date.parse(job.dueTime) - clock.now().getTime()) / 1000));
