import type { TableClient, TransactionAction } from "@azure/data-tables";
import type { Key } from "./entity.js";

const GATHERED_FOR_MS = 2000;
const MOST_A_TRANSACTION = 100; // of the service

/**
 * Takes rows of one partition away that nobody misses when they stay: those of a few seconds in one transaction. What a process has gathered when it
 * ends, or cannot take away, stays.
 */
export function gatheredRemovals(table: TableClient): (key: Key) => void {
  let gathered = new Map<string, Key>();
  let timer: NodeJS.Timeout | undefined;
  const takeAway = () => {
    clearTimeout(timer);
    timer = undefined;
    const keys = [...gathered.values()];
    gathered = new Map();
    void removeAll(table, keys).catch(() => undefined);
  };
  return (key) => {
    gathered.set(key.rowKey, key);
    timer ??= setTimeout(takeAway, GATHERED_FOR_MS).unref();
    if (gathered.size === MOST_A_TRANSACTION) takeAway();
  };
}

/** A transaction fails as a whole where one of the rows is gone already. */
async function removeAll(table: TableClient, keys: readonly Key[]): Promise<void> {
  const actions = keys.map(({ partitionKey, rowKey }): TransactionAction => ["delete", { partitionKey, rowKey }]);
  await table.submitTransaction(actions).catch(async () => {
    for (const { partitionKey, rowKey } of keys) await table.deleteEntity(partitionKey, rowKey).catch(() => undefined);
  });
}
