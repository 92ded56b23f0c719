import { redact } from "../../../agents/redaction/redact.js";
import { FleetError } from "../../../core/errors.js";
import { expectedSeconds, type RunOf, withRunTime } from "../../../fleet/installers/run-times.js";
import type { Look, RemoteMachine, RunState } from "../../../remote/machine.js";
import { type RunLog, runLog } from "../../engine/run-log.js";
import type { MachineContext, MachineStep, StepOutcome } from "../../engine/step.js";
import { failedBeforeOf } from "./launch-run.js";

/** So long the first look waits on the machine for the end of the run. */
const FIRST_WAIT_SECONDS = 2;
/** So long an invocation stays for a run that is about to end; what takes longer is left running, and holds nobody. */
const STAY_MS = 5000;
/** A run so young was started by this very invocation. */
const JUST_STARTED_MS = 3000;
/** What is left of the budget for the steps that follow. */
const RESERVE_MS = 5000;
const TAIL_BYTES = 65_536;
const LAST_WORDS = 400;

/** What runs detached on a machine. */
export type RunKind = "install" | "register" | "uninstall" | "restart" | "leave-out" | "take-back" | "vm-agent";

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
    const run = runOf(context, what);
    const expected = run && expectedSeconds(await context.installers.runTimes(run));
    const early = expected === undefined ? undefined : tooEarly(context, name, expected);
    if (early) return early;
    const log = await runLog(context, name);
    const seen: Seen = { name, log };
    const slot = await follow(context, name, { log, expected });
    switch (slot.state) {
      case "running":
        return stillRunning(context, { ...seen, elapsedSeconds: slot.elapsedSeconds, expected });
      case "ended":
        if (run && slot.elapsedSeconds !== undefined && wentWell(context, what, slot.exitCode)) await learnTime(context, run, slot.elapsedSeconds);
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

/** Installers have several codes for that; one that fails at once would teach a time that is none. */
function wentWell({ platform }: MachineContext, what: RunKind, exitCode: number): boolean {
  return exitCode === 0 || (what === "install" && platform().verdictOf(exitCode, { phase: "install" }).verdict !== "Failed");
}

/** Of which runs the times are kept; those of a machine whose system is not known are not. */
function runOf({ job, hop }: MachineContext, what: RunKind): RunOf | undefined {
  const { osTag } = job.learned;
  return osTag === undefined ? undefined : { what, osTag, ...(hop && { version: hop.version }) };
}

async function learnTime({ installers, job }: MachineContext, run: RunOf, seconds: number): Promise<void> {
  const times = withRunTime(await installers.runTimes(run), seconds, job.name);
  if (times) await installers.putRunTimes(times);
}

/** A run that was just started, and takes long by what such runs took before, is not even looked at until then. */
function tooEarly(context: MachineContext, name: string, expected: number): StepOutcome | undefined {
  const age = context.clock.now().getTime() - Date.parse(context.job.learned.runs?.[name]?.launchedAt ?? "");
  const seconds = nextLookSeconds(context, { elapsed: Math.max(0, Math.floor(age / 1000)), expected });
  if (age > JUST_STARTED_MS || seconds * 1000 <= STAY_MS) return undefined;
  return { type: "wait", seconds, message: `"${name}" runs on the machine, and usually takes ${expected} s` };
}

/** Looks until the run is over or the stay is; all that was printed by then is written. */
async function follow(
  context: MachineContext,
  name: string,
  { log, expected }: Readonly<{ log: RunLog; expected: number | undefined }>,
): Promise<RunState> {
  const { clock, signal } = context;
  const machine = await context.remote();
  const now = () => clock.now().getTime();
  const begin = now();
  for (let seconds = FIRST_WAIT_SECONDS; ; ) {
    const looked = now();
    const slot = await lookToTheEnd(context, { machine, name, log, seconds, until: begin + budgetMs(context) });
    if (slot.state === "running") seconds = nextLookSeconds(context, { elapsed: slot.elapsedSeconds, expected });
    if (slot.state !== "running" || context.isLeaving() || now() - begin + seconds * 1000 > STAY_MS) {
      await log.write();
      return slot;
    }
    await log.write({ whenDue: true });
    const early = looked + seconds * 1000 - now(); // a machine whose flock cannot wait answers at once
    if (early > 0) await clock.sleep(early, signal);
  }
}

type Age = Readonly<{ elapsed: number; expected: number | undefined }>;

/**
 * When to look again: when such runs have usually ended; where that is past or not known, after a tenth of the time that it runs already, and half a
 * FLEET_POLL_SECONDS at least; never long after it has run for too long.
 */
function nextLookSeconds({ timing }: MachineContext, { elapsed, expected }: Age): number {
  const grown = Math.max(1, timing.pollSeconds / 2, elapsed / 10);
  const seconds = expected !== undefined && elapsed < expected ? expected - elapsed + 1 : grown;
  const left = timing.installerTimeoutSeconds - elapsed + 1;
  return Math.ceil(left > 0 ? Math.min(seconds, left) : seconds);
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

/** A machine that prints without end is read for so long at the most. */
const budgetMs = ({ timing }: MachineContext): number => Math.min(timing.runBudgetMs, timing.stepTimeoutMs) - RESERVE_MS;

const runningFor = (name: string, seconds: number): string => `"${name}" has been running for ${seconds} s`;

type Seen = Readonly<{ name: string; log: RunLog }>;

async function stillRunning(
  context: MachineContext,
  { name, log, elapsedSeconds, expected }: Seen & Readonly<{ elapsedSeconds: number; expected: number | undefined }>,
): Promise<StepOutcome> {
  const { installerTimeoutSeconds } = context.timing;
  if (elapsedSeconds <= installerTimeoutSeconds) {
    return {
      type: "wait",
      seconds: context.isLeaving() ? 0 : nextLookSeconds(context, { elapsed: elapsedSeconds, expected }),
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
