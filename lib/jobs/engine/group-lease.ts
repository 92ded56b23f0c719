import { hasCode } from "../../core/errors.js";
import type { Machine } from "../../fleet/machines/machine.js";
import { isSettled, type Job } from "../job.js";
import { RECIPE_FACTS } from "../recipe-facts.js";
import { isLeftRunning, mayHaveLeft } from "./left-running.js";
import type { RunJobDeps } from "./run-deps.js";

/** The group that this job has to hold while it acts on the machine. */
export const groupOf = ({ recipe }: Pick<Job, "recipe">, machine: Machine): string | undefined =>
  RECIPE_FACTS[recipe].changesMachine ? machine.availabilityGroup : undefined;

/**
 * Takes the group for the job, or gives the job that holds it. A holder that was never saved has lost it, and so has one that has ended or is suspended
 * once nothing runs on its machine any more.
 * Costs nothing for a machine without a group.
 */
export async function takeGroup(deps: RunJobDeps, job: Job, machine: Machine): Promise<string | undefined> {
  const name = groupOf(job, machine);
  if (name === undefined) return undefined;
  const { fabric } = machine;
  try {
    const found = await deps.groups.find(fabric, name);
    if (found?.value.heldBy === job.name) return undefined;
    if (found?.value.heldBy !== undefined && (await isAtWork(deps, found.value.heldBy))) return found.value.heldBy;
    await (found ? deps.groups.replace({ ...found.value, heldBy: job.name }, found.etag) : deps.groups.create({ fabric, name, heldBy: job.name }));
    return undefined;
  } catch (error) {
    if (hasCode(error, "Conflict")) return takeGroup(deps, job, machine);
    throw error;
  }
}

/** Gives the group back, if this job holds it; where what it started may go on, it is left to whoever takes it next to look. */
export async function releaseGroup(deps: Pick<RunJobDeps, "groups" | "recipeOf">, job: Job, machine: Machine): Promise<void> {
  const name = mayHaveLeft(deps, job) ? undefined : groupOf(job, machine);
  const found = name === undefined ? undefined : await deps.groups.find(machine.fabric, name);
  if (found?.value.heldBy !== job.name) return;
  const { heldBy: _over, ...free } = found.value;
  await deps.groups.replace(free, found.etag).catch((error) => {
    if (!hasCode(error, "Conflict")) throw error; // somebody saw that this job has ended
  });
}

async function isAtWork(deps: RunJobDeps, name: string): Promise<boolean> {
  const holder = await deps.jobs.find(name);
  if (!holder) return false;
  return !isSettled(holder.value) || (mayHaveLeft(deps, holder.value) && (await isLeftRunning(deps, holder.value)));
}
