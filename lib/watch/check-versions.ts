import type { Log } from "../core/log.js";
import type { AccountStore } from "../fleet/ports.js";
import { findStates, newestOf } from "./find-states.js";
import { type TallyDeps, tallyFabric } from "./tally-fabric.js";
import { type TellDeps, tellStates } from "./tell-states.js";

export type CheckDeps = TallyDeps & TellDeps & Readonly<{ accounts: Pick<AccountStore, "list">; log: Log }>;

/**
 * Compares what is installed, what the servers allow and what the catalogue has, and looks at expiry dates and heartbeats, from what is on
 * record alone. What is new since the last time becomes an event. A fabric that cannot be read does not keep the others from being looked at.
 */
export const checkVersions = (deps: CheckDeps) => async (): Promise<number> => {
  const newestInCatalogue = newestOf((await deps.installers.list()).map(({ version }) => version));
  let told = 0;
  let failure: unknown;
  for (const fabric of await deps.fabrics.list()) {
    try {
      const tally = await tallyFabric(deps, fabric);
      told += await tellStates(
        deps,
        fabric.name,
        findStates({ fabric, accounts: await deps.accounts.list(fabric.name), tally, newestInCatalogue, now: deps.clock.now() }),
      );
    } catch (error) {
      deps.log.error("a fabric could not be looked at", { fabric: fabric.name, error });
      failure = error;
    }
  }
  if (failure !== undefined) throw failure;
  return told;
};
