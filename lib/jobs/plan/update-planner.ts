import type { Machine } from "../../fleet/machines/machine.js";
import type { AccountStore } from "../../fleet/ports.js";
import { logInBlockers } from "./log-in-blockers.js";
import { type PlanUpdateDeps, planUpdate, type UpdatePlan } from "./plan-update.js";
import { readOnce } from "./read-once.js";

export type UpdatePlannerDeps = PlanUpdateDeps & Readonly<{ accounts: Pick<AccountStore, "list"> }>;

/** What an update would do to a machine of the fabric, with what is in the way of logging in to it, too. */
export async function updatePlanner(stores: UpdatePlannerDeps, fabric: string): Promise<(machine: Machine) => Promise<UpdatePlan>> {
  const known = readOnce(stores);
  const plan = planUpdate(known);
  const accounts = new Map((await stores.accounts.list(fabric)).map((account) => [account.id, account]));
  const ways = { accounts, fabric: (await known.fabrics.find(fabric))?.value };
  return async (machine) => {
    const planned = await plan(machine);
    return { ...planned, blockedBy: [...planned.blockedBy, ...logInBlockers(machine, ways)] };
  };
}
