import type { TableClient, TransactionAction } from "@azure/data-tables";
import { z } from "zod";
import { FleetError } from "../core/errors.js";
import { Machine } from "../fleet/machine.js";
import type { MachineStore } from "../fleet/ports.js";
import { openEtag, sealEtag } from "./machine-etag.js";
import { containerKey, friendlyKey, machineKey, protectedKey, rowOf } from "./machine-keys.js";
import { rowsFor, toPage } from "./paging.js";
import { startingWith } from "./read-range.js";
import { failedReplace, rows, versioned } from "./rows.js";
import { storageFailure } from "./storage-error.js";

/** Machines, one partition a container: `m:` rows hold them, `f:` and `r:` rows lead from their other names to them. */
export function machineTable(table: TableClient): MachineStore {
  const machines = rows<Machine>(table, {
    schema: Machine,
    nameOf,
    keyOf: machineKey,
    columnsOf: ({ protectedItem }) => ({ Protected: protectedItem !== undefined }),
  });
  const indexes = rows<Index>(table, {
    schema: Index,
    nameOf: ({ name }) => `The index of ${name}`,
    keyOf: ({ partitionKey, rowKey }) => ({ partitionKey, rowKey }),
  });
  const sealed = (machine: Machine, etag: string | undefined) => versioned(machine, etag && sealEtag(etag, machine));
  const store: MachineStore = {
    async find(ref) {
      const found = await machines.find(machineKey(ref));
      return found && sealed(found.value, found.etag);
    },
    findByFriendlyName: (fabric, container, name) => findBy(fabric, container, friendlyKey(name)),
    findByProtectedItem: (fabric, container, name) => findBy(fabric, container, protectedKey(name)),
    async list(fabric, container, { size, after, protectedOnly }) {
      const range = startingWith(containerKey(fabric, container), "m:");
      const conditions = [range, after === undefined ? "" : `RowKey gt '${rowOf(after)}'`, protectedOnly ? "Protected eq true" : ""];
      return toPage(await machines.query(conditions.filter(Boolean).join(" and "), rowsFor(size)), size);
    },
    async create(machine) {
      const entity = machines.toEntity(machine);
      const index = indexKeys(machine).map((rowKey): TransactionAction => ["create", indexes.toEntity(indexOf(machine, rowKey))]);
      const { subResponses } = await table.submitTransaction([["create", entity], ...index]).catch(storageFailure(nameOf(machine)));
      return sealed(machine, subResponses[0]?.etag);
    },
    async replace(machine, known) {
      const before = openEtag(known);
      const item = machine.protectedItem === undefined ? undefined : protectedKey(machine.protectedItem);
      if (before.friendly !== friendlyKey(machine.friendlyName)) throw renamed(machine);
      if (before.protected === item) return sealed(machine, (await machines.replace(machine, before.etag)).etag);
      const actions: TransactionAction[] = [["update", machines.toEntity(machine), "Replace", { etag: before.etag }]];
      if (before.protected) actions.push(["delete", { partitionKey: machineKey(machine).partitionKey, rowKey: before.protected }]);
      if (item) actions.push(["create", indexes.toEntity(indexOf(machine, item))]);
      const { subResponses } = await table.submitTransaction(actions).catch((e) => failedReplace(nameOf(machine), e));
      return sealed(machine, subResponses[0]?.etag);
    },
  };
  async function findBy(fabric: string, container: string, rowKey: string) {
    const index = await indexes.find({ partitionKey: containerKey(fabric, container), rowKey });
    return index && store.find({ fabric, container, name: index.value.name });
  }
  return store;
}

/** The row that leads from another name of a machine to its name. */
const Index = z.object({ partitionKey: z.string(), rowKey: z.string(), name: z.string() });
type Index = z.infer<typeof Index>;

const indexOf = (machine: Machine, rowKey: string): Index => ({ partitionKey: machineKey(machine).partitionKey, rowKey, name: machine.name });

const indexKeys = ({ friendlyName, protectedItem }: Machine) => [
  friendlyKey(friendlyName),
  ...(protectedItem === undefined ? [] : [protectedKey(protectedItem)]),
];

const nameOf = ({ name, friendlyName }: Machine) => `Machine "${friendlyName}" (${name})`;

const renamed = (machine: Machine) => new FleetError("InvalidParameter", `${nameOf(machine)} cannot get another friendly name; create it anew`);
