import { FleetError, hasCode } from "../../../core/errors.js";
import { secretOf } from "../../../fleet/accounts/credential-secret.js";
import type { Fabric } from "../../../fleet/fabrics/fabric.js";
import type { FleetStep, FleetStepContext, StepOutcome } from "../../engine/step.js";
import { isFinal } from "../../job.js";

type Context = FleetStepContext<"remove-fabric">;

/** Of one turn: the rest waits for the next. */
const MOST_MACHINES = 200;

/**
 * Removes a fabric: its machines and accounts with their credentials where that was asked for, then what holds them, its own row last. Nothing contacts a
 * machine. Without force it ends when anything lies below the fabric; a job that is at work on a machine is waited for.
 */
export const removeFabric: FleetStep<"remove-fabric"> = {
  name: "remove-fabric",
  title: "Removing the fabric",
  changes: true,
  deadlineSeconds: 24 * 3600,
  run: async (context) => {
    const found = await context.fleet.fabrics.find(context.job.target.name);
    if (!found) return { type: "done", message: "The fabric is no longer there", skipped: true };
    return (await removeMachines(context, found.value)) ?? removeRest(context, found);
  },
};

/** Undefined when there are none any more. */
async function removeMachines({ fleet, job, timing, hasTime }: Context, { name, friendlyName }: Fabric): Promise<StepOutcome | undefined> {
  let removed = 0;
  for (const container of await fleet.fabrics.listContainers(name)) {
    const { items } = await fleet.machines.list(name, container.name, { size: MOST_MACHINES });
    if (items.length > 0 && !job.input.force) throw inUse(friendlyName, "machines");
    for (const machine of items) {
      const now = await fleet.machines.find(machine);
      const holder = now?.value.lease && (await fleet.jobs.find(now.value.lease.job));
      if (holder && !isFinal(holder.value))
        return { type: "wait", seconds: timing.pollSeconds, message: `Job ${holder.value.name} is at work on ${machine.friendlyName}` };
      if (now && (await unlessChanged(fleet.machines.remove(now.value, now.etag)))) removed++;
      if (!hasTime()) break;
    }
    if (items.length > 0) return { type: "wait", seconds: 1, message: `${removed} machines were removed from ${container.friendlyName}` };
  }
  return undefined;
}

async function removeRest({ fleet, job }: Context, { value: fabric, etag }: Readonly<{ value: Fabric; etag: string }>): Promise<StepOutcome> {
  const accounts = await fleet.accounts.list(fabric.name);
  if (accounts.length > 0 && !job.input.force) throw inUse(fabric.friendlyName, "run-as accounts");
  for (const { id } of accounts) {
    const account = await fleet.accounts.find(fabric.name, id);
    if (!account) continue;
    await fleet.secrets.remove(secretOf(account.value)); // first: a crash leaves an account that the next turn meets
    await fleet.accounts.remove(account.value, account.etag);
  }
  for (const container of await fleet.fabrics.listContainers(fabric.name)) await fleet.fabrics.removeContainer(container);
  if (fabric.registrationSecret !== undefined) await fleet.secrets.remove(fabric.registrationSecret);
  await fleet.fabrics.remove(fabric, etag);
  return { type: "done", message: `${fabric.friendlyName} was removed, with ${accounts.length} accounts` };
}

const inUse = (friendlyName: string, what: string) =>
  new FleetError("Conflict", `The fabric ${friendlyName} has ${what}`, {
    recommendedAction: "Remove them first, or call Remove-AsrFabric with -Force, which removes them, too; -WhatIf lists them.",
  });

/** Somebody else wrote the row: it is met again in the next turn. */
const unlessChanged = (removal: Promise<void>): Promise<boolean> =>
  removal.then(
    () => true,
    (error) => {
      if (hasCode(error, "Conflict")) return false;
      throw error;
    },
  );
