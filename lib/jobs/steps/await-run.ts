import { installerErrorsInLog } from "../../agents/installer-errors.js";
import { redact } from "../../agents/redact.js";
import { FleetError } from "../../core/errors.js";
import type { RunState } from "../../remote/machine.js";
import type { Step, StepContext, StepOutcome } from "../step.js";

/** Pauses between looks on the spot, for a run that ends quickly; after the last one the queue is asked to come back. */
const PAUSES_MS = [300, 600, 1200];
const LOG_BYTES = 65_536;

/** Name of the detached run of a step: what it does, and the version where it has one. */
export const runName = (what: "install" | "register", version?: string): string => (version ? `${what} ${version}` : what);

/** Waits until the detached run of this job has ended, and keeps its exit code and what it printed. Never ends it. */
export const awaitRun = (step: Pick<Step, "name" | "title">, what: "install" | "register"): Step => ({
  ...step,
  changes: false,
  patient: true,
  deadlineSeconds: 2 * 3600,
  run: async (context) => {
    const name = runName(what, context.hop?.version);
    if (context.job.learned.runs?.[name] === undefined) return { type: "done", message: "Nothing was started", skipped: true };
    const slot = await lookPatiently(context, name);
    switch (slot.state) {
      case "running":
        return stillRunning(context, name, slot);
      case "ended":
        return ended(context, name, { exitCode: slot.exitCode, printed: await readLog(context) });
      case "lost":
        return ended(context, name, {
          lost: slot.reason === "rebooted" ? "the machine was restarted meanwhile" : "its process is gone",
          printed: await readLog(context),
        });
      case "none":
        return ended(context, name, { lost: "the machine no longer knows of it", printed: "" });
    }
  },
});

async function lookPatiently({ remote, job, clock, signal }: StepContext, name: string): Promise<RunState> {
  const machine = await remote();
  for (const pauses = [...PAUSES_MS]; ; ) {
    const pause = pauses.shift();
    const slot = await machine.look();
    const mine = slot.state !== "none" && slot.run.job === job.name && slot.run.name === name;
    if (!mine) return { state: "none" };
    if (slot.state !== "running" || pause === undefined) return slot;
    await clock.sleep(pause, signal);
  }
}

async function stillRunning(context: StepContext, name: string, { elapsedSeconds }: Extract<RunState, { state: "running" }>): Promise<StepOutcome> {
  const { installerTimeoutSeconds, pollSeconds } = context.timing;
  if (elapsedSeconds <= installerTimeoutSeconds) {
    return { type: "wait", seconds: pollSeconds, message: `"${name}" has been running for ${elapsedSeconds} s` };
  }
  await keepLog(context, name, await readLog(context));
  throw new FleetError(
    "InstallerTimedOut",
    `"${name}" has been running for ${elapsedSeconds} s on the machine, longer than ${installerTimeoutSeconds} s; it was left running`,
  );
}

/** What the run printed, without the registration secret, should it ever be in there. */
async function readLog({ remote, registrationSecret }: StepContext): Promise<string> {
  const secret = await registrationSecret();
  return redact(await (await remote()).logTail(LOG_BYTES), secret ? [secret] : []);
}

async function keepLog({ job, jobLogs }: StepContext, name: string, printed: string): Promise<void> {
  if (printed) await jobLogs.append(job.name, `--- ${name} ---\n${printed}${printed.endsWith("\n") ? "" : "\n"}`);
}

type EndedRun = Readonly<{ exitCode?: number; lost?: string; printed: string }>;

async function ended(context: StepContext, name: string, { printed, ...end }: EndedRun): Promise<StepOutcome> {
  const { job } = context;
  await keepLog(context, name, printed);
  const reported = installerErrorsInLog(printed).map(({ code, message, recommendedAction, isWarning }) => ({
    code,
    message,
    recommendedAction,
    isWarning,
  }));
  const run = { launchedAt: job.learned.runs?.[name]?.launchedAt ?? job.createdTime, ...end, reported };
  const message = end.exitCode === undefined ? `"${name}" ended without an exit code: ${end.lost}` : `"${name}" ended with exit code ${end.exitCode}`;
  return { type: "done", message, learned: { runs: { ...job.learned.runs, [name]: run } } };
}
