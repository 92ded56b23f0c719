import { DEFENDER } from "../../agents/antivirus/products.js";
import { migrationOf } from "../../agents/path/migration.js";
import { versionsOf } from "../../agents/path/plan-path.js";
import type { Clock } from "../../core/clock.js";
import { onceEach } from "../../core/once.js";
import { installedVersionOf } from "../../fleet/machines/installed-version.js";
import type { Machine } from "../../fleet/machines/machine.js";
import type { AccountStore, FabricStore, InstallerStore } from "../../fleet/ports.js";
import type { BatchInput, JobInput } from "../job-input.js";
import { RECIPE_FACTS } from "../recipe-facts.js";
import type { PlannedMachine } from "./fleet-plan.js";
import { logInBlockers } from "./log-in-blockers.js";
import { planUpdate, platformBlockers, STAYS } from "./plan-update.js";
import { readOnce } from "./read-once.js";

export type PlanMachineDeps = Readonly<{ fabrics: FabricStore; installers: InstallerStore; accounts: AccountStore; clock: Clock }>;

/** What a batch would do to each machine that it is asked about; fabrics, accounts and catalogue are read once for all of them. */
export function planMachine(deps: PlanMachineDeps, { recipe }: Pick<BatchInput, "recipe">, input: JobInput) {
  const known = readOnce(deps);
  const { movesAgent } = RECIPE_FACTS[recipe];
  const plan = planUpdate(known, movesAgent === "Install" ? "install" : "update");
  const waysOf = onceEach(async (name) => ({
    accounts: new Map((await deps.accounts.list(name)).map((account) => [account.id, account])),
    fabric: (await known.fabrics.find(name))?.value,
  }));
  return async (machine: Machine): Promise<PlannedMachine> => {
    const { targetVersion, hops, reboot, warnings, blockedBy, migratesTo } = movesAgent
      ? await plan(machine, input.targetVersion)
      : { ...STAYS, warnings: recipe === "exclude" ? exclusionsOf(machine) : [], blockedBy: platformBlockers(machine) };
    const installed = installedVersionOf(machine);
    const { fabric, container, name, friendlyName, availabilityGroup, failuresInARow, agent, lease } = machine;
    const migration = migrationOf({ hops, ...(migratesTo && { migratesTo }) });
    return {
      ...{ fabric, container, name, friendlyName, risk: failuresInARow },
      ...(availabilityGroup !== undefined && { availabilityGroup }),
      ...(lease && { atWork: lease.job }),
      ...(installed !== undefined && { installedVersion: installed }),
      ...(agent && { asOf: agent.checkedAt }),
      ...(targetVersion !== undefined && { targetVersion }),
      ...{ path: versionsOf(hops), hops: hops.map(({ installer: _chosen, ...hop }) => hop), reboot, warnings: [...warnings] },
      ...(migration !== undefined && { migration }),
      blockedBy: [...blockedBy, ...logInBlockers(machine, await waysOf(fabric), input.accountId)],
    };
  };
}

/** What was missing when the machine was last looked at. */
const exclusionsOf = ({ antivirus }: Machine): readonly string[] =>
  (antivirus?.missing ?? []).map((folder) => `${DEFENDER} is to leave out ${folder}`);

/** Nothing is in the way, and the job would do something: an update of a machine that is there already does not. */
export const hasWork = ({ recipe }: Pick<BatchInput, "recipe">, { path, blockedBy }: PlannedMachine): boolean =>
  blockedBy.length === 0 && (RECIPE_FACTS[recipe].movesAgent !== "Update" || path.length > 0);

/** The way to which a job of this plan is held. */
export const plannedPathOf = ({ recipe }: Pick<BatchInput, "recipe">, { path }: PlannedMachine): readonly string[] | undefined =>
  RECIPE_FACTS[recipe].movesAgent ? path : undefined;
