import type { TableClient } from "@azure/data-tables";
import type { z } from "zod";
import { NewerSchema } from "../core/schema.js";
import type { StorageClients, TableName } from "./clients.js";
import { type Entity, fromEntity, isUnreadable, type Key, valueIn, withValue } from "./rows/entity.js";
import { putJson } from "./rows/json-blob.js";
import { mend } from "./rows/mend.js";
import { hasStatus, isAbsent, storageFailure } from "./rows/storage-error.js";
import { STORED_KINDS } from "./stored-kinds.js";

/** A row that cannot be read. `newer`: another release wrote it. `mendable`: what is left of it without the damage is a whole value. */
export type UnreadableRow = Key & Readonly<{ table: TableName; reason: string; kind: "mendable" | "lost" | "newer" }>;

type Row = Readonly<Record<string, unknown> & { partitionKey?: string; rowKey?: string; etag: string }>;

/** Looks at every row of every table; changes nothing. */
export async function* findUnreadable({ tables }: Pick<StorageClients, "tables">): AsyncGenerator<UnreadableRow> {
  for (const [table, kindOf] of kinds()) {
    for await (const row of rowsOf(tables[table])) {
      const found = unreadable(table, row, kindOf(keyOf(row)));
      if (found) yield found;
    }
  }
}

/** Writes a row again without what is damaged in it. False when somebody else wrote or removed it meanwhile. */
export async function mendRow({ tables }: Pick<StorageClients, "tables">, { table, ...key }: UnreadableRow): Promise<boolean> {
  const row = await find(tables[table], key);
  const schema = row && STORED_KINDS[table](key);
  const value = schema && mend(valueIn(row), schema);
  if (!row || value === undefined) return false;
  return written(tables[table].updateEntity(withValue(row, value), "Replace", { etag: row.etag }));
}

/** Removes a row that cannot be mended, and keeps all of it as a blob beside plans and imports; gives its name. Undefined when the row is another one by now. */
export async function setRowAside({ tables, papers }: StorageClients, { table, ...key }: UnreadableRow): Promise<string | undefined> {
  const row = await find(tables[table], key);
  if (!row) return undefined;
  const name = `damaged/${table}/${encodeURIComponent(key.partitionKey)}/${encodeURIComponent(key.rowKey)}.json`;
  await putJson(papers, name, { row });
  return (await written(tables[table].deleteEntity(key.partitionKey, key.rowKey, { etag: row.etag }))) ? name : undefined;
}

const kinds = () => Object.entries(STORED_KINDS) as [TableName, (typeof STORED_KINDS)[TableName]][]; // Object.entries forgets the names of its keys

const keyOf = ({ partitionKey = "", rowKey = "" }: Row): Key => ({ partitionKey, rowKey });

function unreadable(table: TableName, row: Row, schema: z.ZodType | undefined): UnreadableRow | undefined {
  if (!schema) return undefined;
  try {
    fromEntity("It", schema, row);
    return undefined;
  } catch (error) {
    if (!isUnreadable(error)) throw error;
    const isNewer = error instanceof NewerSchema;
    return { ...keyOf(row), table, reason: error.message, kind: isNewer ? "newer" : mend(valueIn(row), schema) === undefined ? "lost" : "mendable" };
  }
}

async function* rowsOf(table: TableClient): AsyncGenerator<Row> {
  try {
    yield* table.listEntities();
  } catch (error) {
    storageFailure(table.tableName)(error);
  }
}

const find = (table: TableClient, { partitionKey, rowKey }: Key): Promise<(Row & Entity) | undefined> =>
  table.getEntity<Entity>(partitionKey, rowKey).catch((e) => (isAbsent(e) ? undefined : storageFailure(table.tableName)(e)));

const written = (write: Promise<unknown>): Promise<boolean> =>
  write.then(
    () => true,
    (error) => (isAbsent(error) || hasStatus(error, 412) ? false : storageFailure("A row")(error)),
  );
