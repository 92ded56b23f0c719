import { destinations } from "../../lib/core/destinations.js";
import { runJob } from "../../lib/jobs/engine/run-job.js";
import { RECIPES } from "../../lib/jobs/recipes.js";
import { openVault } from "../../lib/vault/open-vault.js";
import type { MemoryContext } from "../api/memory-context.js";
import { jobEngine } from "../jobs/engine/engine.js";

/** Carries out the jobs that were started, as the queue function does; gives the delays that they asked for. */
export async function carryOut(context: MemoryContext): Promise<readonly number[]> {
  const engine = await jobEngine({});
  const run = runJob({
    ...{ ...engine, ...context },
    recipeOf: ({ recipe }) => RECIPES[recipe],
    openVault: openVault({
      clock: engine.clock,
      allowed: destinations(["127.0.0.0/8"]),
      identity: () => {
        throw new Error("the app's own identity was asked for");
      },
    }),
  });
  const delays: number[] = [];
  for (let next = context.queue.take(); next; next = context.queue.take()) {
    delays.push(next.delaySeconds);
    await run(next.message);
  }
  return delays;
}
