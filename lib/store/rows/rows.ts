import type { TableClient } from "@azure/data-tables";
import type { z } from "zod";
import { FleetError } from "../../core/errors.js";
import { isNewer } from "../../core/schema.js";
import type { Versioned } from "../../core/versioned.js";
import { createMany } from "./create-many.js";
import { type Columns, type Entity, fromEntity, type Key, toEntity } from "./entity.js";
import { readRange } from "./read-range.js";
import { hasStatus, isAbsent, storageFailure } from "./storage-error.js";

/** How one kind of value lies in its table. */
export type RowShape<T> = Readonly<{ schema: z.ZodType<T>; nameOf(value: T): string; keyOf(value: T): Key; columnsOf?(value: T): Columns }>;

export type Rows<T> = Readonly<{
  find(key: Key): Promise<Versioned<T> | undefined>;
  /** Conflict when the row exists. */
  create(value: T): Promise<Versioned<T>>;
  /** Writes new rows, those of one partition in transactions; a row that is there already is left as it is. */
  createMany(values: readonly T[]): Promise<void>;
  /** Conflict (retryable) when the row is not the one of `etag`. What the value lacks is gone afterwards. */
  replace(value: T, etag: string): Promise<Versioned<T>>;
  /** Writes the row whatever was there. */
  put(value: T): Promise<void>;
  /** With an etag: Conflict (retryable) when the row is not that one any more. */
  remove(key: Key, etag?: string): Promise<void>;
  /** Values in the order of their keys, `limit` of them at the most. */
  query(filter: string | undefined, limit?: number): Promise<T[]>;
  /** As `query`, without what a newer release wrote, which that one looks after. */
  queryKnown(filter: string | undefined): Promise<T[]>;
  /** As `query`, for those who write them afterwards. */
  queryVersioned(filter: string | undefined, limit?: number): Promise<Versioned<T>[]>;
  toEntity(value: T): Entity;
}>;

/** The one way in which values are created, replaced and found in a table. */
export function rows<T>(table: TableClient, shape: RowShape<T>): Rows<T> {
  const entityOf = (value: T) => toEntity(shape.nameOf(value), shape.keyOf(value), value, shape.columnsOf?.(value));
  const parse = (entity: Record<string, unknown>) => fromEntity(`A row of ${table.tableName}`, shape.schema, entity);
  return {
    async find({ partitionKey, rowKey }) {
      const entity = await table.getEntity(partitionKey, rowKey).catch((e) => (isAbsent(e) ? undefined : storageFailure(table.tableName)(e)));
      return entity && { value: parse(entity), etag: entity.etag };
    },
    async create(value) {
      const { etag } = await table.createEntity(entityOf(value)).catch(storageFailure(shape.nameOf(value)));
      return versioned(value, etag);
    },
    createMany: (values) => createMany(table, values.map(entityOf)),
    async replace(value, expected) {
      const name = shape.nameOf(value);
      const { etag } = await table.updateEntity(entityOf(value), "Replace", { etag: expected }).catch((e) => failedReplace(name, e));
      return versioned(value, etag);
    },
    async put(value) {
      await table.upsertEntity(entityOf(value), "Replace").catch(storageFailure(shape.nameOf(value)));
    },
    async remove({ partitionKey, rowKey }, etag = "*") {
      const failed = (e: unknown) => (hasStatus(e, 412) ? failedReplace(`A row of ${table.tableName}`, e) : storageFailure(table.tableName)(e));
      await table.deleteEntity(partitionKey, rowKey, { etag }).catch((e) => (isAbsent(e) ? undefined : failed(e)));
    },
    query: async (filter, limit) => (await readRange(table, { filter, limit })).map(parse),
    queryKnown: async (filter) => (await readRange(table, { filter })).filter(({ Schema }) => !isNewer(Schema)).map(parse),
    queryVersioned: async (filter, limit) => (await readRange(table, { filter, limit })).map((entity) => versioned(parse(entity), entity.etag)),
    toEntity: entityOf,
  };
}

/** A row that is gone was changed, too. */
export function failedReplace(name: string, cause: unknown): never {
  if (!isAbsent(cause) && !hasStatus(cause, 412)) return storageFailure(name)(cause);
  throw new FleetError("Conflict", `${name} was changed by someone else; read it again`, { retryable: true, cause });
}

export function versioned<T>(value: T, etag: string | undefined): Versioned<T> {
  if (etag === undefined) throw new FleetError("Internal", "Storage wrote a row and answered without its etag", { retryable: true });
  return { value, etag };
}
