import { machineRef } from "../../fleet/machines/machine.js";
import { openSession } from "../../reach/session.js";
import { type Job, waitsForRestart } from "../job.js";
import { RECIPE_FACTS } from "../recipe-facts.js";
import { logInWishOf } from "./log-in-wish.js";
import type { RunJobDeps } from "./run-deps.js";

/**
 * A job that has ended, or is suspended, without success after it began to change its machine: what it started may still be at work there. One that waits
 * for a restart has seen its run end.
 */
export function mayHaveLeft({ recipeOf }: Pick<RunJobDeps, "recipeOf">, job: Job): boolean {
  if (!RECIPE_FACTS[job.recipe].changesMachine || job.state === "Succeeded" || waitsForRestart(job)) return false;
  return recipeOf(job)(job.learned).some(({ step }, i) => step.changes && job.tasks[i]?.startTime !== undefined);
}

/**
 * Is anything at work on the machine of a job that may have left something? The machine itself is asked. One that cannot be is held to be at work for as
 * long as an installer may take; one that is gone from the inventory is not.
 */
export async function isLeftRunning(deps: RunJobDeps, job: Job): Promise<boolean> {
  const { fabric = "", container = "", name } = job.target;
  const found = await deps.machines.find({ fabric, container, name });
  if (!found) return false;
  const session = openSession(deps, logInWishOf(job), found, AbortSignal.timeout(deps.timing.stepTimeoutMs));
  try {
    return (await (await session.remote()).look()).state === "running";
  } catch (error) {
    deps.log.warn("what runs on a machine of an availability group is not known", { job: job.name, ...machineRef(found.value), error });
    return deps.clock.now().getTime() < Date.parse(job.endTime ?? job.dueTime) + deps.timing.installerTimeoutSeconds * 1000;
  } finally {
    await session.close();
  }
}
