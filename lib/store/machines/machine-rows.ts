import type { TableClient, TransactionAction } from "@azure/data-tables";
import { z } from "zod";
import type { Machine } from "../../fleet/machines/machine.js";
import { StoredMachine } from "../../fleet/machines/staged-machine.js";
import type { Entity } from "../rows/entity.js";
import { type Rows, rows } from "../rows/rows.js";
import { friendlyKey, machineKey, protectedKey } from "./machine-keys.js";

/** The row that leads from another name of a machine to its name. */
export const MachineIndex = z.object({ partitionKey: z.string(), rowKey: z.string(), name: z.string() });
type MachineIndex = z.infer<typeof MachineIndex>;

export type MachineRows = Readonly<{ machines: Rows<StoredMachine>; indexes: Rows<MachineIndex> }>;

/** The two kinds of rows in the partition of a container. */
export const machineRows = (table: TableClient): MachineRows => ({
  machines: rows<StoredMachine>(table, {
    schema: StoredMachine,
    nameOf,
    keyOf: machineKey,
    columnsOf: ({ protectedItem, staged }) => ({ Protected: protectedItem !== undefined, Staged: staged?.importId }),
  }),
  indexes: rows<MachineIndex>(table, {
    schema: MachineIndex,
    nameOf: ({ name }) => `The index of ${name}`,
    keyOf: ({ partitionKey, rowKey }) => ({ partitionKey, rowKey }),
  }),
});

export const indexOf = (machine: Machine, rowKey: string): MachineIndex => ({
  partitionKey: machineKey(machine).partitionKey,
  rowKey,
  name: machine.name,
});

/** A machine's row with its indexes, which are created and removed in one transaction. */
export const entitiesOf = ({ machines, indexes }: MachineRows, machine: StoredMachine): Entity[] => [
  machines.toEntity(machine),
  ...indexKeys(machine).map((rowKey) => indexes.toEntity(indexOf(machine, rowKey))),
];

export const creationOf = (rows: MachineRows, machine: StoredMachine): TransactionAction[] =>
  entitiesOf(rows, machine).map((entity) => ["create", entity]);

const indexKeys = ({ friendlyName, protectedItem }: Machine): string[] => [
  friendlyKey(friendlyName),
  ...(protectedItem === undefined ? [] : [protectedKey(protectedItem)]),
];

export const nameOf = ({ name, friendlyName }: Machine): string => `Machine "${friendlyName}" (${name})`;
