import type { Page, PageRequest } from "../../core/versioned.js";
import type { Machine } from "../../fleet/machines/machine.js";
import { fitsFilter } from "../../jobs/batch/filter.js";
import { fitsPlan } from "../../jobs/batch/machine-sieve.js";
import type { MachineFilter } from "../../jobs/job-input.js";
import type { UpdatePlan } from "../../jobs/plan/plan-update.js";
import { updatePlanner } from "../../jobs/plan/update-planner.js";
import type { FleetContext } from "../cmdlet/context.js";
import { readInTurn, readMatching } from "../cmdlet/paging.js";

export type MachineUpdate = Readonly<{ machine: Machine; plan: UpdatePlan }>;

/** Where machines are looked for: in a container, in a fabric, or in all of them. */
export type FleetPart = Readonly<{ fabric?: string; container?: string }>;
type UpdateFilter = Readonly<{ filter: MachineFilter; onlyAvailable: boolean; onlyRebootPending: boolean }>;
type Stores = Pick<FleetContext, "fabrics" | "machines" | "accounts" | "installers" | "clock">;

/** One page of machines with what an update would do to each; a fabric, the catalogue, holds and accounts are read once for all of them. */
export async function listUpdates(stores: Stores, part: FleetPart, wanted: UpdateFilter, page: PageRequest): Promise<Page<MachineUpdate>> {
  const shown = withPlans(stores);
  const containers = await containersOf(stores, part);
  const read = async ({ size, after }: PageRequest): Promise<Page<MachineUpdate>> => {
    const { items, ...rest } = await readInTurn([...containers.keys()], { size, ...(after !== undefined && { after }) }, async (key, inside) => {
      const { fabric, container } = containers.get(key) ?? { fabric: "", container: "" };
      const found = await stores.machines.list(fabric, container, inside);
      return { ...found, items: found.items.filter((machine) => fitsFilter(machine, wanted.filter)) };
    });
    return { items: await shown(items), ...rest };
  };
  return readMatching(read, page, ({ machine, plan }) => fits(machine, plan, wanted) && fitsPlan(machine, plan, wanted.filter));
}

/** Each machine with what an update would do to it, of whatever fabric. */
export function withPlans(stores: Stores): (machines: readonly Machine[]) => Promise<MachineUpdate[]> {
  const plansOf = updatePlanner(stores);
  return async (machines) => {
    const plans = await plansOf(machines);
    return machines.flatMap((machine, i) => (plans[i] ? { machine, plan: plans[i] } : []));
  };
}

const fits = ({ agent }: Machine, { hops }: UpdatePlan, { onlyAvailable, onlyRebootPending }: UpdateFilter): boolean =>
  (!onlyAvailable || hops.length > 0) && (!onlyRebootPending || (agent?.rebootRequired ?? "None") !== "None");

type Container = Readonly<{ fabric: string; container: string }>;

/** The containers of that part in their order, by a key that has no `|`. */
async function containersOf({ fabrics }: Stores, { fabric, container }: FleetPart): Promise<ReadonlyMap<string, Container>> {
  const names = fabric === undefined ? (await fabrics.list()).map(({ name }) => name) : [fabric];
  const within = container === undefined ? await Promise.all(names.map((name) => fabrics.listContainers(name))) : undefined;
  const found = names.flatMap((name, i) => (within?.[i] ?? [{ name: container ?? "" }]).map((one) => ({ fabric: name, container: one.name })));
  const keyed = found.map((one) => [`${encodeURIComponent(one.fabric)}/${encodeURIComponent(one.container)}`, one] as const);
  return new Map(keyed.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
