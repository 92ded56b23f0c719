import { redact } from "../../../agents/redaction/redact.js";
import { FleetError } from "../../../core/errors.js";
import type { Look, RemoteMachine, RunState } from "../../../remote/machine.js";
import { type RunLog, runLog } from "../../engine/run-log.js";
import type { MachineContext, MachineStep, StepOutcome } from "../../engine/step.js";
import { failedBeforeOf } from "./launch-run.js";

/** So long the first look waits on the machine for the end of the run; each further one twice as long, up to the longest. */
const FIRST_WAIT_SECONDS = 2;
const LONGEST_WAIT_SECONDS = 4;
/** Who watches the job sees at the latest after so long that the run goes on, and the run is left alone so soon after a stop. */
const REPORT_EVERY_MS = 10_000;
/** What is left of the budget for the steps that follow. */
const RESERVE_MS = 5000;
const TAIL_BYTES = 65_536;
const LAST_WORDS = 400;

/** What runs detached on a machine. */
export type RunKind = "install" | "register" | "uninstall" | "restart";

/** Name of the detached run of a step: what it does, and the version where it has one. */
export const runName = (what: RunKind, version?: string): string => (version ? `${what} ${version}` : what);

/** Waits until the detached run of this job has ended; what it prints goes into the job's log meanwhile. Keeps its exit code. Never ends it. */
export const awaitRun = (step: Pick<MachineStep, "name" | "title">, what: RunKind): MachineStep => ({
  ...step,
  changes: false,
  patient: true,
  deadlineSeconds: 2 * 3600,
  run: async (context) => {
    const name = runName(what, context.hop?.version);
    if (context.job.learned.runs?.[name] === undefined) return { type: "done", message: "Nothing was started", skipped: true };
    const log = await runLog(context, name);
    const seen: Seen = { name, log };
    const slot = await follow(context, name, log);
    switch (slot.state) {
      case "running":
        return stillRunning(context, { ...seen, elapsedSeconds: slot.elapsedSeconds });
      case "ended":
        return ended(context, { ...seen, exitCode: slot.exitCode });
      case "lost":
        if (what === "restart" && slot.reason === "gone" && isYoung(context, name))
          return { type: "wait", seconds: context.timing.pollSeconds, message: "The machine is going down", learned: learnedOf(context, seen) };
        return ended(context, { ...seen, ...lostBy(slot.reason) });
      case "none":
        return ended(context, { ...seen, lost: "the machine no longer knows of it" });
    }
  },
});

/** A machine on its way down ends the command that sends it there. */
const GOES_DOWN_WITHIN_SECONDS = 120;

function isYoung({ clock, job }: MachineContext, name: string): boolean {
  return clock.now().getTime() - Date.parse(job.learned.runs?.[name]?.launchedAt ?? "") < GOES_DOWN_WITHIN_SECONDS * 1000;
}

/** Looks again and again until the run is over or the stay is; all that was printed by then is written. */
async function follow(context: MachineContext, name: string, log: RunLog): Promise<RunState> {
  const { clock, signal } = context;
  const machine = await context.remote();
  const now = () => clock.now().getTime();
  const begin = now();
  let reported = begin - REPORT_EVERY_MS / 2; // a short run is not worth a write of its own
  for (let seconds = FIRST_WAIT_SECONDS; ; seconds = Math.min(2 * seconds, LONGEST_WAIT_SECONDS)) {
    const looked = now();
    const slot = await lookToTheEnd(context, { machine, name, log, seconds, until: begin + budgetMs(context) });
    const stayed = now() - begin;
    if (slot.state !== "running" || context.isLeaving() || stayed + seconds * 1000 > stayMs(context, slot.elapsedSeconds * 1000 - stayed)) {
      await log.write();
      return slot;
    }
    await log.write({ whenDue: true });
    if (now() - reported >= REPORT_EVERY_MS) {
      await context.report(runningFor(name, slot.elapsedSeconds), learnedOf(context, { name, log }));
      reported = now();
    }
    const early = looked + seconds * 1000 - now(); // a machine whose flock cannot wait answers at once
    if (early > 0) await clock.sleep(early, signal);
  }
}

type Following = Readonly<{ machine: RemoteMachine; name: string; log: RunLog; seconds: number; until: number }>;

/** One look that waits for the end of the run, and as many more as it takes to read what is there: but who prints faster than we read holds nobody. */
async function lookToTheEnd({ job, clock, signal }: MachineContext, { machine, name, log, seconds, until }: Following) {
  for (let waitSeconds = seconds; ; waitSeconds = 0) {
    const { log: part, ...slot }: Look = await machine.look({ ...log.range(), waitSeconds });
    if (slot.state === "none" || slot.run.job !== job.name || slot.run.name !== name) return { state: "none" } as const;
    log.take(part);
    if (!log.hasMore() || signal.aborted || clock.now().getTime() >= until) return slot;
    await log.write({ whenDue: true });
  }
}

/**
 * The stay lasts until the run is as old as the budget of an invocation; from then on it is looked at now and then. The machine says how old the
 * run is, and may have a clock that stands still: by our own clock the stay never lasts longer than the budget.
 */
function stayMs(context: MachineContext, ageMs: number): number {
  const begun = Math.max(0, ageMs);
  return Math.min(budgetMs(context) - begun, context.timing.installerTimeoutSeconds * 1000 - begun);
}

const budgetMs = ({ timing }: MachineContext): number => Math.min(timing.runBudgetMs, timing.stepTimeoutMs) - RESERVE_MS;

const runningFor = (name: string, seconds: number): string => `"${name}" has been running for ${seconds} s`;

type Seen = Readonly<{ name: string; log: RunLog }>;

async function stillRunning(
  context: MachineContext,
  { name, log, elapsedSeconds }: Seen & Readonly<{ elapsedSeconds: number }>,
): Promise<StepOutcome> {
  const { installerTimeoutSeconds, pollSeconds } = context.timing;
  if (elapsedSeconds <= installerTimeoutSeconds) {
    return {
      type: "wait",
      seconds: context.isLeaving() ? 0 : pollSeconds,
      message: runningFor(name, elapsedSeconds),
      learned: learnedOf(context, { name, log }),
    };
  }
  const words = (await tailOf(context, log)).trim().slice(-LAST_WORDS);
  throw new FleetError(
    "InstallerTimedOut",
    `"${name}" has been running for ${elapsedSeconds} s on the machine, longer than ${installerTimeoutSeconds} s; it was left running. ${
      words ? `It printed last: ${words}` : "It printed nothing"
    }`,
  );
}

/** The end of the run's log without the registration secret, should it ever be in there. */
async function tailOf({ remote, registrationSecret }: MachineContext, log: RunLog): Promise<string> {
  if (log.isWhole()) return log.text();
  const secret = await registrationSecret();
  return redact(await (await remote()).logTail(TAIL_BYTES), secret ? [secret] : []);
}

const lostBy = (reason: "rebooted" | "gone") =>
  reason === "rebooted" ? { lost: "the machine was restarted meanwhile", rebooted: true } : { lost: "its process is gone" };

type EndedRun = Seen & Readonly<{ exitCode?: number; lost?: string; rebooted?: boolean }>;

async function ended(context: MachineContext, { name, log, ...end }: EndedRun): Promise<StepOutcome> {
  const reported = context
    .platform()
    .errorsInLog(await tailOf(context, log))
    .map(({ code, vendorName, message, recommendedAction, isWarning }) => ({
      code,
      vendorName,
      message,
      recommendedAction,
      isWarning,
    }));
  const message = end.exitCode === undefined ? `"${name}" ended without an exit code: ${end.lost}` : `"${name}" ended with exit code ${end.exitCode}`;
  return { type: "done", message, learned: learnedOf(context, { name, log }, { ...end, reported }) };
}

/** Where the log goes on, and what became of the run. */
function learnedOf({ job }: MachineContext, { name, log }: Seen, end: object = {}): NonNullable<Extract<StepOutcome, { type: "done" }>["learned"]> {
  const { logBytes, logOffset } = log.learned();
  const run = job.learned.runs?.[name];
  return {
    logBytes,
    runs: { ...job.learned.runs, [name]: { launchedAt: run?.launchedAt ?? job.createdTime, ...failedBeforeOf(run), logOffset, ...end } },
  };
}
