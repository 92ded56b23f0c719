import type { Page, PageRequest } from "../../core/versioned.js";
import type { Machine } from "../../fleet/machines/machine.js";
import { fitsFilter } from "../../jobs/batch/filter.js";
import type { MachineFilter } from "../../jobs/job-input.js";
import { logInBlockers } from "../../jobs/plan/log-in-blockers.js";
import { planUpdate, type UpdatePlan } from "../../jobs/plan/plan-update.js";
import { readOnce } from "../../jobs/plan/read-once.js";
import type { FleetContext } from "../cmdlet/context.js";
import { readInTurn, readMatching } from "../cmdlet/paging.js";

export type MachineUpdate = Readonly<{ machine: Machine; plan: UpdatePlan }>;

type FabricPart = Readonly<{ fabric: string; container?: string }>;
type UpdateFilter = Readonly<{ filter: MachineFilter; onlyAvailable: boolean; onlyRebootPending: boolean }>;
type Stores = Pick<FleetContext, "fabrics" | "machines" | "accounts" | "installers" | "clock">;

/** One page of machines with what an update would do to each; fabric, catalogue, holds and accounts are read once for all of them. */
export async function listUpdates(stores: Stores, place: FabricPart, wanted: UpdateFilter, page: PageRequest): Promise<Page<MachineUpdate>> {
  const planOf = await updatePlanner(stores, place.fabric);
  const read = async (next: PageRequest): Promise<Page<MachineUpdate>> => {
    const { items, ...rest } = await readMachines(stores, place, next);
    const fitting = items.filter((machine) => fitsFilter(machine, wanted.filter));
    return { items: await Promise.all(fitting.map(async (machine) => ({ machine, plan: await planOf(machine) }))), ...rest };
  };
  return readMatching(read, page, ({ machine, plan }) => fits(machine, plan, wanted));
}

/** What an update would do to a machine of the fabric, with what is in the way of logging in to it, too. */
export async function updatePlanner(stores: Stores, fabric: string): Promise<(machine: Machine) => Promise<UpdatePlan>> {
  const known = readOnce(stores);
  const plan = planUpdate(known);
  const accounts = new Map((await stores.accounts.list(fabric)).map((account) => [account.id, account]));
  const ways = { accounts, fabric: (await known.fabrics.find(fabric))?.value };
  return async (machine) => {
    const planned = await plan(machine);
    return { ...planned, blockedBy: [...planned.blockedBy, ...logInBlockers(machine, ways)] };
  };
}

const fits = ({ agent }: Machine, { hops }: UpdatePlan, { onlyAvailable, onlyRebootPending }: UpdateFilter): boolean =>
  (!onlyAvailable || hops.length > 0) && (!onlyRebootPending || (agent?.rebootRequired ?? "None") !== "None");

/** The containers of a fabric one after the other. */
async function readMachines({ fabrics, machines }: Stores, { fabric, container }: FabricPart, page: PageRequest): Promise<Page<Machine>> {
  if (container !== undefined) return machines.list(fabric, container, page);
  const names = (await fabrics.listContainers(fabric)).map(({ name }) => name).toSorted();
  return readInTurn(names, page, (name, inside) => machines.list(fabric, name, inside));
}
