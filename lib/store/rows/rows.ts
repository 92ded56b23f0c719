import type { TableClient } from "@azure/data-tables";
import type { z } from "zod";
import { FleetError } from "../../core/errors.js";
import { passOver } from "../../core/passed-over.js";
import type { Versioned } from "../../core/versioned.js";
import { createMany } from "./create-many.js";
import { type Columns, type Entity, fromEntity, isUnreadable, type Key, toEntity, wordsOf } from "./entity.js";
import { marked, orOwn } from "./own-write.js";
import { takeRange } from "./read-range.js";
import { hasStatus, isAbsent, storageFailure } from "./storage-error.js";

/** How one kind of value lies in its table. */
export type RowShape<T> = Readonly<{ schema: z.ZodType<T>; nameOf(value: T): string; keyOf(value: T): Key; columnsOf?(value: T): Columns }>;

export type Rows<T> = Readonly<{
  /** Throws DamagedRow or NewerSchema for a row that cannot be read. */
  find(key: Key): Promise<Versioned<T> | undefined>;
  /** As `find`, for those who look at many: one that cannot be read is passed over. */
  findReadable(key: Key): Promise<Versioned<T> | "unreadable" | undefined>;
  /** Conflict when the row exists, unless it is the one of this very call, whose answer was lost; so it is for `replace`. */
  create(value: T): Promise<Versioned<T>>;
  /** Writes new rows, those of one partition in transactions; a row that is there already is left as it is, and is not among those given. */
  createMany(values: readonly T[]): Promise<readonly Versioned<T>[]>;
  /** Conflict (retryable) when the row is not the one of `etag`. What the value lacks is gone afterwards. */
  replace(value: T, etag: string): Promise<Versioned<T>>;
  /** Writes the row whatever was there. */
  put(value: T): Promise<void>;
  /** With an etag: Conflict (retryable) when the row is not that one any more. */
  remove(key: Key, etag?: string): Promise<void>;
  /** Values in the order of their keys, `limit` of them at the most. Rows that cannot be read are passed over (`passOver`). */
  query(filter: string | undefined, limit?: number): Promise<T[]>;
  /** As `query`, for those who write them afterwards. */
  queryVersioned(filter: string | undefined, limit?: number): Promise<Versioned<T>[]>;
  toEntity(value: T): Entity;
}>;

/** The one way in which values are created, replaced and found in a table. */
export function rows<T>(table: TableClient, shape: RowShape<T>): Rows<T> {
  const entityOf = (value: T) => marked(toEntity(shape.nameOf(value), shape.keyOf(value), checked(shape, value), shape.columnsOf?.(value)));
  const parse = (entity: Stored) => fromEntity(`The row ${entity.partitionKey} ${entity.rowKey} of ${table.tableName}`, shape.schema, entity);
  const readable = <R>(entity: Stored, read: (value: T) => R): R[] => {
    try {
      return [read(parse(entity))];
    } catch (error) {
      if (!isUnreadable(error)) throw error;
      passOver({ table: table.tableName, partitionKey: entity.partitionKey ?? "", rowKey: entity.rowKey ?? "", reason: error.message });
      return [];
    }
  };
  const stored = ({ partitionKey, rowKey }: Key) =>
    table.getEntity(partitionKey, rowKey).catch((e) => (isAbsent(e) ? undefined : storageFailure(table.tableName)(e)));
  return {
    async find(key) {
      const entity = await stored(key);
      return entity && { value: parse(entity), etag: entity.etag };
    },
    async findReadable(key) {
      const entity = await stored(key);
      return entity && (readable(entity, (value) => ({ value, etag: entity.etag }))[0] ?? "unreadable");
    },
    async create(value) {
      const entity = entityOf(value);
      const written = table.createEntity(entity).then(({ etag }) => etag);
      return versioned(value, await written.catch(orOwn(table, entity, storageFailure(shape.nameOf(value)))));
    },
    async createMany(values) {
      const etags = await createMany(table, values.map(entityOf));
      return values.flatMap((value, i) => (etags[i] === undefined ? [] : [versioned(value, etags[i])]));
    },
    async replace(value, expected) {
      const entity = entityOf(value);
      const written = table.updateEntity(entity, "Replace", { etag: expected }).then(({ etag }) => etag);
      return versioned(value, await written.catch(orOwn(table, entity, (e) => failedReplace(shape.nameOf(value), e))));
    },
    async put(value) {
      const entity = entityOf(value);
      await table.upsertEntity(entity, "Replace").catch(orOwn(table, entity, storageFailure(shape.nameOf(value))));
    },
    async remove({ partitionKey, rowKey }, etag = "*") {
      const failed = (e: unknown) => (hasStatus(e, 412) ? failedReplace(`A row of ${table.tableName}`, e) : storageFailure(table.tableName)(e));
      await table.deleteEntity(partitionKey, rowKey, { etag }).catch((e) => (isAbsent(e) ? undefined : failed(e)));
    },
    query: (filter, limit) => takeRange(table, { filter, limit }, (entity) => readable(entity, (value) => value)),
    queryVersioned: (filter, limit) => takeRange(table, { filter, limit }, (entity) => readable(entity, (value) => versioned(value, entity.etag))),
    toEntity: entityOf,
  };
}

type Stored = Readonly<Record<string, unknown> & { partitionKey?: string; rowKey?: string }>;

/** What could not be read again is not written: a NaN would be null there, and the row lost for everybody. */
function checked<T>({ schema, nameOf }: RowShape<T>, value: T): T {
  const { error } = schema.safeParse(value);
  if (error) throw new FleetError("Internal", `${nameOf(value)} cannot be stored: it is not in the shape that it is read in (${wordsOf(error)})`);
  return value;
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
