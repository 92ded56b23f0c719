import type { Versioned } from "../../core/versioned.js";
import type { Machine } from "../../fleet/machines/machine.js";
import { isFinal, isSettled, type Job } from "../job.js";
import { concludeJob, leasedMachine } from "./end-turn.js";
import { releaseGroup } from "./group-lease.js";
import { releaseLease } from "./lease.js";
import type { RunJobDeps } from "./run-deps.js";

/** A message about a job that has ended came again, after a crash or to a worker that was late: what follows the end is repeated, and what was taken since is given back. */
export async function concludeAgain(deps: RunJobDeps, job: Job, ticket: number): Promise<void> {
  const held = await leasedMachine(deps, job);
  await concludeJob(deps, job, held);
  if (!held) await giveBackTaken(deps, job, ticket); // its group may have been taken alone: the lease was given back in between
}

/**
 * Who was so late that the job had ended, or was suspended, may have taken its machine or its group once more; nobody else would give that back.
 * The message whose own turn suspended the job comes again when what follows a suspension was cut off.
 */
export async function giveBackTaken(deps: RunJobDeps, seen: Job | undefined, ticket: number): Promise<void> {
  if (!seen || !isSettled(seen)) return;
  const machine = await machineOf(deps, seen);
  const job = (await deps.jobs.find(seen.name))?.value; // after the machine: who resumed it meanwhile holds the lease by right
  if (!job || !isSettled(job) || job.ticket !== seen.ticket) return;
  if (job.state === "Suspended" && ticket === job.ticket - 1) {
    await concludeJob(deps, job, machine?.value.lease?.job === job.name ? machine : undefined);
  }
  if (!machine) return;
  if (isFinal(job) && isNotConcluded(job, machine.value)) return concludeJob(deps, job, machine); // an older message came first after the crash
  await releaseGroup(deps, job, machine.value);
  await releaseLease(deps.machines, machine, job.name, (value) => value);
}

/** Further than this the clocks of two hosts are not apart. */
const SKEW_MS = 5 * 60_000;

/** The lease is the one that the job ended with, not one that a late worker took afterwards: what the job found is not written yet. */
const isNotConcluded = ({ name, endTime }: Job, { lease }: Machine): boolean =>
  lease?.job === name && endTime !== undefined && Date.parse(lease.takenAt) < Date.parse(endTime) + SKEW_MS;

async function machineOf({ machines }: RunJobDeps, { target }: Job): Promise<Versioned<Machine> | undefined> {
  if (target.kind !== "machine") return undefined;
  const { fabric = "", container = "", name } = target;
  return machines.find({ fabric, container, name });
}
