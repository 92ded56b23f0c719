import { installerErrorsInLog } from "../../agents/installer-errors.js";
import { redact } from "../../agents/redact.js";
import { FleetError } from "../../core/errors.js";
import type { RunState } from "../../remote/machine.js";
import type { Step, StepContext, StepOutcome } from "../step.js";

/** How long one look waits on the spot for a run that ends quickly, before the queue is asked to come back. */
const ON_THE_SPOT = { looks: 6, everyMs: 400 };
const LOG_BYTES = 65_536;

/** Name of the detached run of a step: what it does, and the version where it has one. */
export const runName = (what: "install" | "register", version?: string): string => (version ? `${what} ${version}` : what);

/** Waits until the detached run of this job has ended, and keeps its exit code and what it printed. Never ends it. */
export const awaitRun = (step: Pick<Step, "name" | "title">, what: "install" | "register"): Step => ({
  ...step,
  changes: false,
  deadlineSeconds: 2 * 3600,
  run: async (context) => {
    const name = runName(what, context.hop?.version);
    if (context.job.learned.runs?.[name] === undefined) return { type: "done", message: "Nothing was started", skipped: true };
    const slot = await lookPatiently(context, name);
    switch (slot.state) {
      case "running":
        return stillRunning(context, slot);
      case "ended":
        return ended(context, name, slot.exitCode);
      case "lost":
        return ended(context, name, undefined, slot.reason === "rebooted" ? "the machine was restarted meanwhile" : "its process is gone");
      case "none":
        return ended(context, name, undefined, "the machine no longer knows of it");
    }
  },
});

async function lookPatiently({ remote, job, clock, signal }: StepContext, name: string): Promise<RunState> {
  const machine = await remote();
  for (let look = 1; ; look++) {
    const slot = await machine.look();
    const mine = slot.state !== "none" && slot.run.job === job.name && slot.run.name === name;
    if (!mine) return { state: "none" };
    if (slot.state !== "running" || look === ON_THE_SPOT.looks) return slot;
    await clock.sleep(ON_THE_SPOT.everyMs, signal);
  }
}

function stillRunning({ timing }: StepContext, slot: Extract<RunState, { state: "running" }>): StepOutcome {
  if (slot.elapsedSeconds > timing.installerTimeoutSeconds) {
    throw new FleetError(
      "InstallerTimedOut",
      `"${slot.run.name}" has been running for ${slot.elapsedSeconds} s on the machine, longer than ${timing.installerTimeoutSeconds} s; it was left running`,
    );
  }
  return { type: "wait", seconds: timing.pollSeconds, message: `"${slot.run.name}" has been running for ${slot.elapsedSeconds} s` };
}

async function ended(
  { remote, job, jobLogs, registrationSecret }: StepContext,
  name: string,
  exitCode: number | undefined,
  lost?: string,
): Promise<StepOutcome> {
  const secret = await registrationSecret();
  const printed = redact(await (await remote()).logTail(LOG_BYTES), secret ? [secret] : []);
  if (printed) await jobLogs.append(job.name, `--- ${name} ---\n${printed}${printed.endsWith("\n") ? "" : "\n"}`);
  const reported = installerErrorsInLog(printed).map(({ code, message, recommendedAction, isWarning }) => ({
    code,
    message,
    recommendedAction,
    isWarning,
  }));
  const before = job.learned.runs?.[name];
  const run = { launchedAt: before?.launchedAt ?? job.createdTime, ...(exitCode !== undefined && { exitCode }), ...(lost && { lost }), reported };
  const message = exitCode === undefined ? `"${name}" ended without an exit code: ${lost}` : `"${name}" ended with exit code ${exitCode}`;
  return { type: "done", message, learned: { runs: { ...job.learned.runs, [name]: run } } };
}
