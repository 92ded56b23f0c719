import { hasCode } from "../../core/errors.js";
import type { Versioned } from "../../core/versioned.js";
import type { Machine, MachineRef } from "../../fleet/machines/machine.js";
import type { MachineStore } from "../../fleet/ports.js";
import { isFinal, type Job } from "../job.js";
import type { JobStore } from "../ports.js";
import { machineAfter } from "./machine-after.js";

export type LeaseResult =
  | Readonly<{ type: "held"; machine: Versioned<Machine> }>
  | Readonly<{ type: "busy"; job: string }>
  | Readonly<{ type: "missing" }>;

type Deps = Readonly<{ machines: MachineStore; jobs: JobStore }>;

/**
 * At most one job acts on a machine. The lease lasts until the job has ended; one whose holder has ended, or never was saved, is taken over, with what
 * the holder left to be written.
 */
export async function takeLease({ machines, jobs }: Deps, ref: MachineRef, job: string, now: Date): Promise<LeaseResult> {
  const found = await machines.find(ref);
  if (!found) return { type: "missing" };
  const { value: machine, etag } = found;
  if (machine.lease?.job === job) return { type: "held", machine: found };
  const holder = machine.lease && (await jobs.find(machine.lease.job))?.value;
  if (machine.lease && holder && !isFinal(holder)) return { type: "busy", job: machine.lease.job };
  const left = holder ? machineAfter(holder, machine) : machine; // its worker died between its end and this
  // Seconds of the clock keep the token growing even where the tables were restored from an older copy.
  const token = Math.max(machine.lastToken + 1, Math.floor(now.getTime() / 1000));
  try {
    const lease = { job, token, takenAt: now.toISOString() };
    return { type: "held", machine: await machines.replace({ ...left, lease, lastToken: token }, etag) };
  } catch (error) {
    if (hasCode(error, "Conflict")) return takeLease({ machines, jobs }, ref, job, now);
    throw error;
  }
}

/** The token that the machine compares: a later lease beats an earlier one; of the same job a later ticket, and who took up a step later. */
export const fenceToken = (leaseToken: number, { ticket, turn }: Pick<Job, "ticket" | "turn">): number =>
  leaseToken * 100_000 + Math.min(ticket + turn, 99_999);

/** Writes what the job learned of the machine and gives the lease back. Another writer's changes are kept. */
export async function releaseLease(
  machines: MachineStore,
  held: Versioned<Machine>,
  job: string,
  change: (machine: Machine) => Machine,
): Promise<void> {
  const { lease, ...rest } = held.value;
  if (lease?.job !== job) return;
  try {
    await machines.replace(change(rest), held.etag);
  } catch (error) {
    if (!hasCode(error, "Conflict")) throw error;
    const again = await machines.find(held.value);
    if (again) await releaseLease(machines, again, job, change);
  }
}
