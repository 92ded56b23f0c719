import { platformOf } from "../agents/platform-of.js";
import type { Probe } from "../agents/probe.js";
import { FleetError, hasCode, isRetryable } from "../core/errors.js";
import { uuidv7 } from "../core/ids.js";
import type { Log } from "../core/log.js";
import { NewerSchema } from "../core/schema.js";
import type { JobTiming } from "../core/settings/config.js";
import type { Versioned } from "../core/versioned.js";
import { mayLogIn } from "../fleet/accounts/log-in.js";
import type { Fabric } from "../fleet/fabrics/fabric.js";
import { type Findings, findingsOf, withFindings } from "../fleet/machines/findings.js";
import type { Machine } from "../fleet/machines/machine.js";
import { identityOf } from "../fleet/machines/machine-identity.js";
import type { EventStore, FabricStore, ProbeMessage, ProbeQueue } from "../fleet/ports.js";
import { namingWaitingJob, resumeRestarted } from "../jobs/control/resume-restarted.js";
import { isFinal, type Job } from "../jobs/job.js";
import type { JobQueue, JobStore } from "../jobs/ports.js";
import { RECIPE_FACTS } from "../jobs/recipe-facts.js";
import type { LogInDeps, LogInWish } from "../reach/log-in.js";
import { NotYet } from "../reach/not-yet.js";
import { readProbe } from "../reach/read-probe.js";
import { openSession } from "../reach/session.js";
import { type Drift, failedLook, findDrift } from "./find-drift.js";
import { recordLook, tellUntold } from "./record-look.js";

export type ProbeDeps = LogInDeps &
  Readonly<{
    jobs: JobStore;
    queue: JobQueue;
    fabrics: Pick<FabricStore, "find">;
    events: Pick<EventStore, "add">;
    probeQueue: ProbeQueue;
    timing: JobTiming;
    log: Log;
  }>;

/** A look logs in with the account of the machine, hands over nothing, and approves no host key. */
const WISH: LogInWish = { registers: false, testsAccount: false };
const AGAIN_SECONDS = 120;

/**
 * Looks at one machine and records what is found; what differs from the record becomes events. It only reads, so it needs no lease: a machine
 * that a job is at work on is left to the job, and what was found is dropped when somebody else wrote the row meanwhile.
 */
export const probeMachine =
  (deps: ProbeDeps) =>
  async (message: ProbeMessage): Promise<void> => {
    const found = await deps.machines.find(message);
    if (!found) return;
    const machine = await tellUntold(deps, found);
    if (!(await isFree(deps, machine.value)) || !(await canLogIn(deps, machine.value))) return;
    const session = openSession(deps, WISH, machine, AbortSignal.timeout(deps.timing.connectTimeoutMs + deps.timing.stepTimeoutMs));
    try {
      const probe = await readProbe(await session.remote(), platformOf(machine.value.osType), AbortSignal.timeout(deps.timing.stepTimeoutMs));
      await record(deps, session.machine() ?? machine, probe);
    } catch (error) {
      if (error instanceof NotYet) return deps.probeQueue.send(message, error.seconds);
      if (!(error instanceof FleetError) || error instanceof NewerSchema || error.code === "StorageUnavailable") throw error;
      if (isRetryable(error) && !message.again) return deps.probeQueue.send({ ...message, again: true }, AGAIN_SECONDS);
      if (hasCode(error, "Conflict")) return; // a job took the machine
      deps.log.info("a machine could not be looked at", { machine: machine.value.friendlyName, code: error.code });
      await write(deps, session.machine() ?? machine, failedLook(machine.value, error.code, error.message));
    } finally {
      await session.close();
    }
  };

async function isFree({ jobs }: ProbeDeps, { lease }: Machine): Promise<boolean> {
  const holder = lease && (await jobs.find(lease.job));
  return holder === undefined || isFinal(holder.value);
}

/** Nobody knocks where the account is stopped or was refused before; a machine without an account is not looked at. */
async function canLogIn({ accounts, clock }: ProbeDeps, { fabric, accountId, name }: Machine): Promise<boolean> {
  const account = accountId === undefined ? undefined : await accounts.find(fabric, accountId);
  const answer = account && mayLogIn(account.value, name, clock.now());
  return answer !== undefined && answer !== "stopped" && answer !== "refused-here";
}

async function record(deps: ProbeDeps, machine: Versioned<Machine>, found: Probe): Promise<void> {
  const before = machine.value;
  const identity = identityOf(found, before);
  const fabric = await deps.fabrics.find(before.fabric);
  if (!fabric) throw new FleetError("ResourceNotFound", `The fabric ${before.fabric} is no longer there`);
  if (isBusy(found, before, fabric.value)) return; // the next round looks again
  const now = deps.clock.now();
  const byJob = before.agent?.version !== found.agent?.version && (await wasChangedByJob(deps, before));
  const findings = findingsOf(found, { machine: before, learned: { identity }, now });
  await write(deps, machine, findDrift({ before, found, fabric: fabric.value, byJob, now }), findings);
}

/** Services stand still and versions change while an installer or the vendor's own update is at work. */
const isBusy = (found: Probe, { osType }: Machine, { generation }: Fabric): boolean =>
  platformOf(osType)
    .readiness(found, { purpose: "uninstall", generation })
    .problems.some(({ retryable }) => retryable);

/** A job started an installer since the row was written, and perhaps did not come to record what became of it. */
async function wasChangedByJob({ jobs }: ProbeDeps, { agent, ...machine }: Machine): Promise<boolean> {
  const latest = await jobs.listOfMachine(machine, { size: 5 });
  const since = agent?.checkedAt ?? "";
  return latest.items.some((job) => RECIPE_FACTS[job.recipe].changesMachine && job.learned.runs !== undefined && endOf(job) > since);
}

const endOf = ({ endTime, dueTime }: Job): string => endTime ?? dueTime;

const write = async (deps: ProbeDeps, machine: Versioned<Machine>, { problems, told }: Drift, findings?: Findings): Promise<void> => {
  const now = deps.clock.now();
  const time = now.toISOString();
  const untold = told.map((event) => ({ ...event, name: uuidv7(now), fabric: machine.value.fabric, time }));
  const watch = { probedAt: time, problems: [...problems], untold };
  const value = await namingWaitingJob(deps, { before: machine.value, after: { ...withFindings(machine.value, findings), watch } });
  await recordLook(deps, { ...machine, value });
  await resumeRestarted(deps, value); // also after a crash in between: the next look finds the same
};
