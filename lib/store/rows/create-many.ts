import type { TableClient, TransactionAction } from "@azure/data-tables";
import type { Entity } from "./entity.js";
import { inTransactions } from "./in-transactions.js";
import { hasStatus, storageFailure } from "./storage-error.js";

/** Creates rows in few transactions. A row that is there already is left as it is, whoever wrote it. Gives the etags of those that were not, in their order. */
export async function createMany(table: TableClient, entities: readonly Entity[]): Promise<readonly (string | undefined)[]> {
  const etags: (string | undefined)[] = [];
  for (const group of inTransactions(entities, (entity) => [entity])) etags.push(...(await createGroup(table, group)));
  return etags;
}

async function createGroup(table: TableClient, group: readonly Entity[]): Promise<readonly (string | undefined)[]> {
  try {
    const { subResponses } = await table.submitTransaction(group.map((entity): TransactionAction => ["create", entity]));
    return group.map((_, i) => subResponses[i]?.etag);
  } catch (error) {
    if (!hasStatus(error, 409)) return storageFailure(table.tableName)(error);
    const etags: (string | undefined)[] = [];
    for (const entity of group) {
      const created = await table.createEntity(entity).catch((e) => (hasStatus(e, 409) ? undefined : storageFailure(table.tableName)(e)));
      etags.push(created?.etag);
    }
    return etags;
  }
}
