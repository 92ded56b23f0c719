import { FleetError } from "../../lib/core/errors.js";
import type { Machine } from "../../lib/fleet/machine.js";
import type { MachineStore } from "../../lib/fleet/ports.js";
import { lowerKey, memoryPage, memoryRows } from "./memory-rows.js";

/** Machines in memory. */
export function memoryMachines(): MachineStore {
  const machines = memoryRows<Machine>(({ fabric, container, name }) => lowerKey(fabric, container, name));
  const of = (fabric: string, container: string) => machines.all().filter((m) => lowerKey(m.fabric, m.container) === lowerKey(fabric, container));
  const same = (a: string | undefined, b: string | undefined) => a !== undefined && b !== undefined && lowerKey(a) === lowerKey(b);
  const checkNames = (machine: Machine) => {
    const others = of(machine.fabric, machine.container).filter(({ name }) => !same(name, machine.name));
    const taken = others.some((o) => same(o.friendlyName, machine.friendlyName) || same(o.protectedItem, machine.protectedItem));
    if (taken) throw new FleetError("Conflict", `Another name of machine "${machine.friendlyName}" exists already`);
  };
  const store: MachineStore = {
    find: ({ fabric, container, name }) => machines.find(lowerKey(fabric, container, name)),
    findByFriendlyName: (fabric, container, name) => findBy(fabric, container, (machine) => same(machine.friendlyName, name)),
    findByProtectedItem: (fabric, container, name) => findBy(fabric, container, (machine) => same(machine.protectedItem, name)),
    async list(fabric, container, { protectedOnly, ...page }) {
      return memoryPage(
        of(fabric, container).filter(({ protectedItem }) => !protectedOnly || protectedItem !== undefined),
        page,
      );
    },
    async create(machine) {
      checkNames(machine);
      return machines.create(machine);
    },
    async replace(machine, etag) {
      const before = await store.find(machine);
      if (before && !same(before.value.friendlyName, machine.friendlyName))
        throw new FleetError("InvalidParameter", "A friendly name stays as it is");
      checkNames(machine);
      return machines.replace(machine, etag);
    },
  };
  async function findBy(fabric: string, container: string, is: (machine: Machine) => boolean) {
    const found = of(fabric, container).find(is);
    return found && store.find(found);
  }
  return store;
}
