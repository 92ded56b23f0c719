import { FleetError } from "../../../lib/core/errors.js";
import { changedMachine } from "../../../lib/fleet/machines/inventory.js";
import type { Machine } from "../../../lib/fleet/machines/machine.js";
import { type StoredMachine, visibleMachine } from "../../../lib/fleet/machines/staged-machine.js";
import type { ImportStore, MachineStaging, MachineStore } from "../../../lib/fleet/ports.js";
import { memoryImports } from "./memory-imports.js";
import { lowerKey, memoryPage, memoryRows } from "./memory-rows.js";

export type MemoryMachines = MachineStore & Readonly<{ staging: MachineStaging }>;

/** Ends the etag of a row that was read without what is staged beside it: whoever writes it leaves that there. */
const BESIDE = " beside";

/** Machines in memory, with what imports have staged beside them. */
export function memoryMachines({ decide, outcome }: Pick<ImportStore, "decide" | "outcome"> = memoryImports()): MemoryMachines {
  const machines = memoryRows<StoredMachine>(({ fabric, container, name }) => lowerKey(fabric, container, name));
  const beginningOf = (fabric: string, container: string) => lowerKey(fabric, container).replace(/\]$/, ",");
  const of = (fabric: string, container: string) => [...machines.startingWith(beginningOf(fabric, container))];
  const same = (a: string | undefined, b: string | undefined) => a !== undefined && a.toLowerCase() === b?.toLowerCase();
  const isCommitted = async (id: string) => (await outcome(id)) === "committed";
  const visible = async (stored: StoredMachine): Promise<Machine | undefined> => {
    const { staged } = stored;
    return visibleMachine(stored, new Set(staged && (await isCommitted(staged.importId)) ? [staged.importId] : []));
  };
  const keyOf = ({ fabric, container, name }: Pick<Machine, "fabric" | "container" | "name">) => lowerKey(fabric, container, name);
  /** Who had a name last: whether it still has it is looked up there. */
  const holders = new Map<string, string>();
  const namesOf = (machine: Machine) =>
    (["friendlyName", "protectedItem"] as const).map(
      (kind) => [kind, lowerKey(machine.fabric, machine.container, kind, machine[kind] ?? "")] as const,
    );
  const hold = (machine: Machine) => {
    for (const [, name] of namesOf(machine)) holders.set(name, keyOf(machine));
  };
  const checkNames = (machine: Machine) => {
    for (const [kind, name] of namesOf(machine)) {
      const holder = holders.get(name) ?? "";
      if (holder !== keyOf(machine) && same(machine[kind], machines.get(holder)?.[kind]))
        throw new FleetError("Conflict", `Another name of machine "${machine.friendlyName}" exists already`);
    }
    hold(machine);
  };
  const bare = ({ staged: _staged, ...machine }: StoredMachine): Machine => machine;
  const fold = (stored: StoredMachine) => {
    const machine = stored.staged ? changedMachine(bare(stored), stored.staged, stored.staged.time) : stored;
    hold(machine);
    machines.put(machine);
  };
  const takeAway = (stored: StoredMachine) => (stored.staged?.isNew ? machines.remove(keyOf(stored)) : machines.put(bare(stored)));
  let removedAt = 0;
  const store: MemoryMachines = {
    async find(ref) {
      const found = await machines.find(keyOf(ref));
      const machine = found && (await visible(found.value));
      const { staged } = found?.value ?? {};
      return machine && { value: machine, etag: staged && !(await isCommitted(staged.importId)) ? found.etag + BESIDE : found.etag };
    },
    findByFriendlyName: (fabric, container, name) => findBy(fabric, container, (machine) => same(machine.friendlyName, name)),
    findByProtectedItem: (fabric, container, name) => findBy(fabric, container, (machine) => same(machine.protectedItem, name)),
    async list(fabric, container, { protectedOnly, size, after }) {
      const some: StoredMachine[] = [];
      const behind = after === undefined ? undefined : lowerKey(fabric, container, after);
      for (const stored of machines.startingWith(beginningOf(fabric, container), behind)) {
        if (!protectedOnly || stored.protectedItem !== undefined) some.push(stored);
        if (some.length > size) break;
      }
      const { next } = memoryPage(some, { size });
      const shown = await Promise.all(some.slice(0, size).map(visible));
      return { items: shown.flatMap((machine) => machine ?? []), ...(next !== undefined && { next }) };
    },
    async listChanged(since, most) {
      const changed = machines.since(since.getTime());
      if (changed.length > most) return undefined;
      const shown = await Promise.all(changed.map(visible));
      return { machines: shown.flatMap((machine) => machine ?? []), someRemoved: removedAt >= since.getTime() };
    },
    async create(machine) {
      checkNames(machine);
      return machines.create(machine);
    },
    async replace(machine, etag) {
      const before = await store.find(machine);
      if (before && !same(before.value.friendlyName, machine.friendlyName))
        throw new FleetError("InvalidParameter", "A friendly name stays as it is");
      if (!same(machine.protectedItem, before?.value.protectedItem)) checkNames(machine); // a look at all of them
      const { staged } = (etag.endsWith(BESIDE) && (await machines.find(keyOf(machine)))?.value) || {};
      const { value, etag: now } = await machines.replace({ ...machine, ...(staged && { staged }) }, etag.replace(BESIDE, ""));
      return { value: bare(value), etag: staged ? now + BESIDE : now };
    },
    async remove(machine, etag) {
      machines.removeWritten(keyOf(machine), etag.replace(BESIDE, ""));
      removedAt = Date.now();
    },
    staging: {
      async settleOthers(fabric, container, importId) {
        for (const stored of of(fabric, container)) {
          const other = stored.staged?.importId;
          if (other === undefined || other === importId) continue;
          if ((await decide(other, "abandoned")) === "committed") fold(stored);
          else takeAway(stored);
        }
      },
      async stageNew(created, staged) {
        for (const [i, machine] of created.entries()) {
          const there = await machines.find(keyOf(machine));
          if (there?.value.staged?.importId === staged[i]?.importId && there) continue;
          checkNames(machine);
          await machines.create({ ...machine, ...(staged[i] && { staged: staged[i] }) });
        }
      },
      async stageChange(ref, staged) {
        const found = (await machines.find(keyOf(ref)))?.value;
        if (!found) throw new FleetError("Conflict", "The machine was removed while it was imported; import again");
        if (found.staged?.importId === staged.importId || (await outcome(staged.importId)) === "committed") return;
        const other = found.staged && (await outcome(found.staged.importId));
        if (found.staged && other === undefined) throw new FleetError("Conflict", "Another import is under way; import again");
        if (other === "committed") fold(found);
        machines.put({ ...bare((await machines.find(keyOf(ref)))?.value ?? found), staged });
      },
      async settle(fabric, container, importId, { size, after = "" }) {
        const some = of(fabric, container)
          .filter(({ staged, name }) => staged?.importId === importId && name > after)
          .slice(0, size);
        some.forEach(fold);
        return some.length < size ? undefined : some.at(-1)?.name;
      },
      async withdraw(fabric, container, importId) {
        for (const stored of of(fabric, container)) if (stored.staged?.importId === importId) takeAway(stored);
      },
    },
  };
  async function findBy(fabric: string, container: string, is: (machine: Machine) => boolean) {
    const found = of(fabric, container).find(is);
    return found && store.find(found);
  }
  return store;
}
