import type { TableClient, TransactionAction } from "@azure/data-tables";
import { FleetError } from "../../core/errors.js";
import type { Machine } from "../../fleet/machines/machine.js";
import { type Staged, type StoredMachine, visibleMachine } from "../../fleet/machines/staged-machine.js";
import type { ImportStore, MachineStore } from "../../fleet/ports.js";
import { submitOwn } from "../rows/own-write.js";
import { rowsFor, toPage } from "../rows/paging.js";
import { startingWith } from "../rows/read-range.js";
import { failedReplace, versioned } from "../rows/rows.js";
import { hasStatus, storageFailure } from "../rows/storage-error.js";
import { listChanged } from "./changed-machines.js";
import { openEtag, sealEtag } from "./machine-etag.js";
import { containerKey, friendlyKey, machineKey, protectedKey, REMOVED, rowOf } from "./machine-keys.js";
import { creationOf, indexOf, machineRows, nameOf } from "./machine-rows.js";

/**
 * Machines, one partition a container: `m:` rows hold them, `f:` and `r:` rows lead from their other names to them, `x:removed` tells when one went.
 * What an import has staged in a row is seen from the moment at which the import is committed.
 */
export function machineTable(table: TableClient, outcomeOf: ImportStore["outcome"]): MachineStore {
  const { machines, indexes } = machineRows(table);
  const sealed = (machine: Machine, etag: string | undefined, staged?: Staged) => versioned(machine, etag && sealEtag(etag, machine, staged));
  const committedAmong = async (stored: readonly StoredMachine[]) => {
    const ids = [...new Set(stored.flatMap(({ staged }) => staged?.importId ?? []))];
    const answers = await Promise.all(ids.map(outcomeOf));
    return new Set(ids.filter((_, i) => answers[i] === "committed"));
  };
  const store: MachineStore = {
    async find(ref) {
      const found = await machines.find(machineKey(ref));
      if (!found) return undefined;
      const committed = await committedAmong([found.value]);
      const machine = visibleMachine(found.value, committed);
      const { staged } = found.value;
      return machine && sealed(machine, found.etag, staged && !committed.has(staged.importId) ? staged : undefined);
    },
    findByFriendlyName: (fabric, container, name) => findBy(fabric, container, friendlyKey(name)),
    findByProtectedItem: (fabric, container, name) => findBy(fabric, container, protectedKey(name)),
    async list(fabric, container, { size, after, protectedOnly }) {
      const range = startingWith(containerKey(fabric, container), "m:");
      const conditions = [range, after === undefined ? "" : `RowKey gt '${rowOf(after)}'`, protectedOnly ? "Protected eq true" : ""];
      const { items, ...page } = toPage(await machines.query(conditions.filter(Boolean).join(" and "), rowsFor(size)), size);
      const committed = await committedAmong(items);
      return { ...page, items: items.flatMap((stored) => visibleMachine(stored, committed) ?? []) };
    },
    listChanged: (since, most) => listChanged(table, { since, most }, committedAmong),
    async create(machine) {
      const etag = await submitOwn(table, creationOf({ machines, indexes }, machine)).catch((e) => createOr(machine, e));
      return sealed(machine, etag);
    },
    async replace(machine, known) {
      const before = openEtag(known);
      const item = machine.protectedItem === undefined ? undefined : protectedKey(machine.protectedItem);
      if (before.friendly !== friendlyKey(machine.friendlyName)) throw renamed(machine);
      const { staged } = before;
      const stored: StoredMachine = { ...machine, ...(staged && { staged }) };
      if (before.protected === item) return sealed(machine, (await machines.replace(stored, before.etag)).etag, staged);
      const actions: TransactionAction[] = [["update", machines.toEntity(stored), "Replace", { etag: before.etag }]];
      if (before.protected) actions.push(["delete", { partitionKey: machineKey(machine).partitionKey, rowKey: before.protected }]);
      if (item) actions.push(["create", indexes.toEntity(indexOf(machine, item))]);
      return sealed(machine, await submitOwn(table, actions).catch((e) => failedReplace(nameOf(machine), e)), staged);
    },
    async remove({ protectedItem, ...machine }, known) {
      const { etag } = protectedItem === undefined ? { etag: known } : await store.replace(machine, known);
      const { etag: own, friendly } = openEtag(etag);
      await machines.remove(machineKey(machine), own);
      await indexes.remove({ ...machineKey(machine), rowKey: friendly }); // one that a crash leaves leads nowhere, and goes with the next machine of that name
      await indexes.put({ ...machineKey(machine), rowKey: REMOVED, name: machine.name });
    },
  };
  async function findBy(fabric: string, container: string, rowKey: string) {
    const index = await indexes.find({ partitionKey: containerKey(fabric, container), rowKey });
    return index && store.find({ fabric, container, name: index.value.name });
  }
  /** The etag of a machine that was created after all: where a name was taken by one that was removed. */
  async function createOr(machine: Machine, error: unknown): Promise<string | undefined> {
    const index = { ...machineKey(machine), rowKey: friendlyKey(machine.friendlyName) };
    const taken = hasStatus(error, 409) && (await indexes.find(index));
    if (!taken || (await store.find({ ...machine, name: taken.value.name }))) return storageFailure(nameOf(machine))(error);
    if (!(await machines.find(machineKey({ ...machine, name: taken.value.name })))) {
      await indexes.remove(index, taken.etag); // left of a machine that was removed
      return submitOwn(table, creationOf({ machines, indexes }, machine));
    }
    throw new FleetError("Conflict", `An import that is under way adds a machine "${machine.friendlyName}"; try again when it has ended`);
  }
  return store;
}

const renamed = (machine: Machine) => new FleetError("InvalidParameter", `${nameOf(machine)} cannot get another friendly name; create it anew`);
