import type { Machine } from "../../fleet/machines/machine.js";
import type { AccountStore, FabricStore, InstallerStore } from "../../fleet/ports.js";
import type { BatchInput, JobInput, RecipeName } from "../job.js";
import type { PlannedMachine } from "./fleet-plan.js";
import { logInBlockers } from "./log-in-blockers.js";
import { planUpdate, type UpdatePlan } from "./plan-update.js";
import { once, readOnce } from "./read-once.js";

export type PlanMachineDeps = Readonly<{ fabrics: FabricStore; installers: InstallerStore; accounts: AccountStore }>;

/** What a batch would do to each machine that it is asked about; fabrics, accounts and catalogue are read once for all of them. */
export function planMachine(deps: PlanMachineDeps, { recipe }: Pick<BatchInput, "recipe">, input: JobInput) {
  const known = readOnce(deps);
  const plan = planUpdate(known, recipe === "install" ? "install" : "update");
  const waysOf = once(async (name) => ({
    accounts: new Map((await deps.accounts.list(name)).map((account) => [account.id, account])),
    fabric: (await known.fabrics.find(name))?.value,
  }));
  return async (machine: Machine): Promise<PlannedMachine> => {
    const { targetVersion, path, reboot, blockedBy } = MOVES_AGENT.has(recipe) ? await plan(machine, input.targetVersion) : STAYS;
    const { fabric, container, name, friendlyName, availabilityGroup, failuresInARow, agent } = machine;
    return {
      ...{ fabric, container, name, friendlyName, risk: failuresInARow },
      ...(availabilityGroup !== undefined && { availabilityGroup }),
      ...(agent?.version !== undefined && { installedVersion: agent.version }),
      ...(agent && { asOf: agent.checkedAt }),
      ...(targetVersion !== undefined && { targetVersion }),
      ...{ path: [...path], reboot },
      blockedBy: [...blockedBy, ...logInBlockers(machine, await waysOf(fabric), input.accountId)],
    };
  };
}

/** These bring a machine to a version, so that there is a way to show and to keep to. */
const MOVES_AGENT: ReadonlySet<RecipeName> = new Set(["update", "install"]);
const STAYS: Pick<UpdatePlan, "targetVersion" | "path" | "reboot" | "blockedBy"> = { path: [], reboot: "None", blockedBy: [] };

/** Nothing is in the way, and the job would do something: an update of a machine that is there already does not. */
export const hasWork = ({ recipe }: Pick<BatchInput, "recipe">, { path, blockedBy }: PlannedMachine): boolean =>
  blockedBy.length === 0 && (recipe !== "update" || path.length > 0);

/** The way to which a job of this plan is held. */
export const plannedPathOf = ({ recipe }: Pick<BatchInput, "recipe">, { path }: PlannedMachine): readonly string[] | undefined =>
  MOVES_AGENT.has(recipe) ? path : undefined;
