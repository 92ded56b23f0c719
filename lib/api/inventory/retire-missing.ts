import { FleetError } from "../../core/errors.js";
import { nameKey } from "../../fleet/machines/inventory.js";
import type { Machine, MachineRef } from "../../fleet/machines/machine.js";
import { openJobs } from "../../jobs/control/open-jobs.js";
import type { MaxFailures } from "../../jobs/job-input.js";
import type { FleetContext } from "../cmdlet/context.js";
import { shownLimit } from "../objects/plans/fleet-plan.js";
import type { CheckedInventory } from "./import-inventory.js";

/** Machines of the containers that a file names, which it has no more: what becomes of them. */
export type Missing = Readonly<{
  retire: readonly Machine[];
  /** In use: they stay, and why. */
  keep: readonly Readonly<{ machine: Machine; reason: string }>[];
}>;

type Asked = Readonly<{ RetireMissing?: boolean | undefined; RetireAtMost?: MaxFailures | undefined }>;

/** What a call with these parameters retires; nothing without RetireMissing. */
export async function missingOf(
  context: Pick<FleetContext, "jobs">,
  checked: CheckedInventory,
  { RetireMissing, RetireAtMost }: Asked,
): Promise<Missing> {
  if (RetireMissing) return missingMachines(context, checked, RetireAtMost);
  if (RetireAtMost === undefined) return { retire: [], keep: [] };
  throw new FleetError("InvalidParameter", "RetireAtMost is given without RetireMissing; expected both or none", { target: "RetireAtMost" });
}

/** So many may go when the call does not say how many. */
const USUAL_SHARE: MaxFailures = { percent: 10 };

const MOST_SHOWN = 20;

/**
 * What an import of the file retires. Throws InvalidParameter when those are more than `atMost`, a number or a part of the machines that these containers
 * have: a file that was cut off is no list of what is gone.
 */
async function missingMachines(
  { jobs }: Pick<FleetContext, "jobs">,
  { lines, known }: CheckedInventory,
  atMost: MaxFailures = USUAL_SHARE,
): Promise<Missing> {
  const named = new Set(lines.map(nameKey));
  const missing = [...known.machines].flatMap(([key, machine]) => (named.has(key) ? [] : [machine])).sort(byName);
  const atWork = missing.length === 0 ? new Map<string, string>() : await jobsByMachine(jobs);
  const looked = missing.map((machine) => ({ machine, reason: whyKept(machine, atWork.get(refKey(machine))) }));
  const retire = looked.flatMap(({ machine, reason }) => (reason === undefined ? [machine] : []));
  if (retire.length > limitOf(atMost, known.machines.size)) throw tooMany(retire, known.machines.size, atMost);
  return { retire, keep: looked.flatMap(({ machine, reason }) => (reason === undefined ? [] : [{ machine, reason }])) };
}

const byName = (a: Machine, b: Machine): number => (a.friendlyName < b.friendlyName ? -1 : 1);

const limitOf = (atMost: MaxFailures, total: number): number => ("count" in atMost ? atMost.count : (total * atMost.percent) / 100);

function whyKept({ protectedItem, lease }: Machine, job: string | undefined): string | undefined {
  if (protectedItem !== undefined) return `It is the replication protected item "${protectedItem}"`;
  const holder = job ?? lease?.job;
  return holder === undefined ? undefined : `Job ${holder} on it has not ended`;
}

/** Of jobs that have not ended: by their machines, the names of the jobs. */
async function jobsByMachine(jobs: FleetContext["jobs"]): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  for await (const page of openJobs(jobs)) {
    for (const { name, target } of page) {
      const { kind, fabric = "", container = "" } = target;
      if (kind === "machine") found.set(refKey({ fabric, container, name: target.name }), name);
    }
  }
  return found;
}

const refKey = ({ fabric, container, name }: MachineRef): string => JSON.stringify([fabric, container, name].map((text) => text.toLowerCase()));

function tooMany(retire: readonly Machine[], total: number, atMost: MaxFailures): FleetError {
  const shown = retire.slice(0, MOST_SHOWN).map(({ friendlyName }) => friendlyName);
  const more = retire.length > MOST_SHOWN ? ` and ${retire.length - MOST_SHOWN} more` : "";
  const share = Math.round((retire.length / total) * 100);
  return new FleetError(
    "InvalidParameter",
    `The file lacks ${retire.length} of the ${total} machines (${share}%) of the containers that it names; expected ${shownLimit(atMost)} of them at most. Nothing was imported. It lacks ${shown.join(", ")}${more}`,
    {
      target: "RetireAtMost",
      recommendedAction: `Make sure that the file is whole. If these machines are to go, give RetireAtMost ${retire.length}, or a share such as ${Math.max(share, 1)}%; with WhatIf it lists all of them.`,
    },
  );
}
