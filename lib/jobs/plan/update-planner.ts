import { onceEach } from "../../core/once.js";
import type { Machine } from "../../fleet/machines/machine.js";
import type { AccountStore } from "../../fleet/ports.js";
import { knownWays } from "./known-ways.js";
import { logInBlockers } from "./log-in-blockers.js";
import { goes, hasWay, type PlanUpdateDeps, stay, type UpdatePlan } from "./plan-update.js";
import { readOnce } from "./read-once.js";

export type UpdatePlannerDeps = PlanUpdateDeps & Readonly<{ accounts: Pick<AccountStore, "list"> }>;

/**
 * What an update would do to each of many machines, in their order, with what is in the way of logging in to it, too. Fabrics, accounts and the
 * catalogue are read once; a plan then waits for nothing, so that fifty thousand of them are soon made.
 */
export function updatePlanner(stores: UpdatePlannerDeps): (machines: readonly Machine[]) => Promise<UpdatePlan[]> {
  const { fabrics, installers, clock } = readOnce(stores);
  const now = clock.now();
  const behind = onceEach(async (name) => {
    const [fabric, accounts] = await Promise.all([fabrics.find(name), stores.accounts.list(name)]);
    return { fabric: fabric?.value, accounts: new Map(accounts.map((account) => [account.id, account])), wayOf: knownWays() };
  });
  const forSystem = onceEach(async (osTag) => {
    const [list, holds, kernels] = await Promise.all([installers.list(osTag), installers.listHolds(), installers.listKernels(osTag)]);
    return { catalogue: { installers: list, holds }, kernels };
  });
  return async (machines) => {
    const known = await eachOf(
      machines.map(({ fabric }) => fabric),
      behind,
    );
    const systems = await eachOf(
      machines.flatMap(({ osTag }) => osTag ?? []),
      forSystem,
    );
    return machines.map((machine) => {
      const { fabric, accounts = NONE, wayOf } = known.get(machine.fabric) ?? {};
      const system = systems.get(machine.osTag ?? "");
      const plan =
        wayOf && system && hasWay(machine, { fabric, purpose: "update" })
          ? goes(machine, wayOf({ fabric, catalogue: system.catalogue, now }, machine), system.kernels)
          : stay(machine, "update");
      return { ...plan, blockedBy: [...plan.blockedBy, ...logInBlockers(machine, { accounts, fabric })] };
    });
  };
}

const NONE = new Map<string, never>();

async function eachOf<T>(names: readonly string[], read: (name: string) => Promise<T>): Promise<ReadonlyMap<string, T>> {
  return new Map(await Promise.all([...new Set(names)].map(async (name) => [name, await read(name)] as const)));
}
