import type { TableClient, TransactionAction } from "@azure/data-tables";
import type { Entity } from "./entity.js";
import { inTransactions } from "./in-transactions.js";
import { hasStatus, storageFailure } from "./storage-error.js";

/** Creates rows in few transactions. A row that is there already is left as it is, whoever wrote it. */
export async function createMany(table: TableClient, entities: readonly Entity[]): Promise<void> {
  for (const group of inTransactions(entities, (entity) => [entity])) await createGroup(table, group);
}

async function createGroup(table: TableClient, group: readonly Entity[]): Promise<void> {
  try {
    await table.submitTransaction(group.map((entity): TransactionAction => ["create", entity]));
  } catch (error) {
    if (!hasStatus(error, 409)) return storageFailure(table.tableName)(error);
    for (const entity of group) {
      await table.createEntity(entity).catch((e) => (hasStatus(e, 409) ? undefined : storageFailure(table.tableName)(e)));
    }
  }
}
