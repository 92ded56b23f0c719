import { type ErrorCode, FleetError, hasCode } from "../../core/errors.js";
import { NewerSchema } from "../../core/schema.js";
import { findingsOf } from "../../fleet/machines/findings.js";
import { NotYet } from "../../reach/not-yet.js";
import type { Job } from "../job.js";
import type { Learned } from "../learned.js";
import { RECIPE_FACTS } from "../recipe-facts.js";
import type { JobEvent } from "./advance.js";
import { capLearned } from "./cap-learned.js";
import { asFleetError, jobErrors, plainText } from "./job-error.js";
import { type JobKeeper, OutOfDate } from "./job-keeper.js";
import { quietSlot } from "./quiet-slot.js";
import { retryAfterSeconds } from "./retry-policy.js";
import type { RunJobDeps } from "./run-deps.js";
import { type PlannedStep, type StepContext, type StepOutcome, stepLabel } from "./step.js";
import type { SharedContext } from "./step-context.js";

/** Runs one step and says what became of it; whatever it throws is a fact about the job, not an exception. */
export async function attemptStep(deps: RunJobDeps, keeper: JobKeeper, planned: PlannedStep, shared: SharedContext): Promise<JobEvent> {
  const job = keeper.job();
  const { fenceOf, latestProbe: _mine, advice: _ours, slotAtFirst: _first, ...given } = shared;
  const limitMs = planned.step.attemptSeconds === undefined ? deps.timing.stepTimeoutMs : planned.step.attemptSeconds * 1000;
  const signal = AbortSignal.timeout(limitMs);
  const begun = deps.clock.now().getTime();
  try {
    const context: StepContext = {
      ...given,
      job,
      ...(planned.hop && { hop: planned.hop }),
      fence: await fenceOf(job),
      report: reportTo(deps, keeper),
      hasTime: () => deps.clock.now().getTime() < begun + ROWS_MS && !deps.turns.isLeaving(),
      signal,
    };
    if (planned.step.judges) await quietSlot(deps, shared);
    // Each recipe has only steps that know its jobs: recipes.ts would not compile otherwise.
    return eventOf(deps, job, planned, await planned.step.run(context as never), shared);
  } catch (error) {
    if (error instanceof OutOfDate || error instanceof NewerSchema) throw error;
    if (error instanceof NotYet) return eventOf(deps, job, planned, { type: "wait", seconds: error.seconds, message: error.message }, shared);
    return failureOf(deps, job, planned, signal.aborted ? tookTooLong(planned, limitMs, error) : error, shared);
  }
}

/** So long a step that works through rows goes on at a stretch. */
const ROWS_MS = 15_000;

/** A report is written when the last write is this old. */
const REPORT_EVERY_MS = 2000;

const reportTo =
  ({ clock }: RunJobDeps, keeper: JobKeeper): StepContext["report"] =>
  async (message, learned) => {
    keeper.apply({ type: "reported", message: plainText(message), ...(learned && { learned: capLearned(learned) }) });
    if (clock.now().getTime() - keeper.writtenAt() >= REPORT_EVERY_MS) await keeper.save();
  };

function eventOf(deps: RunJobDeps, job: Job, planned: PlannedStep, outcome: StepOutcome, shared: SharedContext): JobEvent {
  const learned = outcome.learned && { learned: capLearned(outcome.learned) };
  switch (outcome.type) {
    case "done":
      return { type: "stepDone", message: plainText(outcome.message), ...learned, ...(outcome.skipped && { skipped: true }) };
    case "cancelled":
      return { type: "cancelled", message: plainText(outcome.message), ...learned };
    case "again":
      return { type: "sentBack", seconds: outcome.seconds, errors: jobErrors(outcome.error, toldOf(deps, planned, shared)), ...learned };
    case "suspend":
      return { type: "suspended", errors: jobErrors(outcome.error, toldOf(deps, planned, shared)), ...learned };
    case "wait": {
      const message = plainText(outcome.message);
      if (isPast(deps, job, outcome.seconds)) return failureOf(deps, job, planned, tooLate(planned, message), shared);
      return { type: "deferred", seconds: outcome.seconds, message, ...learned };
    }
  }
}

function failureOf(deps: RunJobDeps, job: Job, planned: PlannedStep, thrown: unknown, shared: SharedContext): JobEvent {
  const error = asFleetError(thrown);
  if (error.code === "Internal") deps.log.error("step failed unexpectedly", { job: job.name, step: stepLabel(planned), error: thrown });
  else deps.log.warn("step failed", { job: job.name, step: stepLabel(planned), code: error.code, reason: plainText(error.message) });
  const errors = jobErrors(error, toldOf(deps, planned, shared));
  if (waitsForAccount(job, error)) return { type: "suspended", errors, ...learnedBefore(deps, job, shared) };
  const { retrySeconds } = deps.timing;
  const retryInSeconds = retryAfterSeconds(error, { attempts: job.attempts, unitSeconds: retrySeconds, patient: planned.step.patient ?? false });
  if (retryInSeconds !== undefined && !isPast(deps, job, retryInSeconds)) return { type: "stepFailed", errors, retryInSeconds };
  return { type: "stepFailed", errors, ...learnedBefore(deps, job, shared) };
}

const toldOf = ({ clock }: RunJobDeps, planned: PlannedStep, { advice }: SharedContext) => ({ task: stepLabel(planned), now: clock.now(), advice });

/** A refused account is never tried again by itself: the job waits until somebody has changed the account and resumes it. A test of the account is its own answer. */
const waitsForAccount = ({ recipe }: Job, error: FleetError): boolean =>
  !RECIPE_FACTS[recipe].testsAccount &&
  (ACCOUNT_ERRORS.has(error.code) || isRefusedOnTheWay(error) || (error.code === "RootRequired" && error.target === "Password"));

const isRefusedOnTheWay = ({ code, cause }: FleetError): boolean =>
  code === "JumpHostUnreachable" && (hasCode(cause, "LoginRefused") || hasCode(cause, "CredentialUnusable"));

const ACCOUNT_ERRORS: ReadonlySet<ErrorCode> = new Set(["LoginRefused", "CredentialUnusable", "AccountStopped", "AccountMissing"]);

/** What was seen of the machine before the failure belongs into the inventory all the same, once it is known to be that machine. */
function learnedBefore({ clock }: RunJobDeps, { learned }: Job, { latestProbe, machine }: SharedContext): { learned?: Learned } {
  const seen = latestProbe();
  return seen && learned.identity ? { learned: { findings: findingsOf(seen, { machine: machine(), learned, now: clock.now() }) } } : {};
}

const isPast = ({ clock }: RunJobDeps, job: Job, seconds: number): boolean =>
  job.stepDeadline !== undefined && new Date(clock.now().getTime() + seconds * 1000).toISOString() > job.stepDeadline;

const tooLate = ({ step }: PlannedStep, waitedFor: string): FleetError =>
  new FleetError("DeadlineExceeded", `"${step.title}" did not end within ${step.deadlineSeconds} s. ${waitedFor}`);

const tookTooLong = ({ step }: PlannedStep, limitMs: number, cause: unknown): FleetError =>
  new FleetError("CommandTimedOut", `"${step.title}" took longer than ${Math.round(limitMs / 1000)} s at a stretch`, { retryable: true, cause });
