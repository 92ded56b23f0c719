import type { TableClient, TableEntityResult } from "@azure/data-tables";
import { storageFailure } from "./storage-error.js";

export type Range = Readonly<{ filter: string | undefined; limit?: number | undefined; select?: string[] }>;

const LARGEST_ANSWER = 1000; // rows in one answer of the service

type Row = TableEntityResult<Record<string, unknown>>;

/** Rows in the order of their keys, `limit` of them at the most; asks for no more than it gives back. */
export const readRange = (table: TableClient, range: Range): Promise<Row[]> => takeRange(table, range, (row) => [row]);

/** The same, of which `take` makes something else, or nothing: then one more row is read in its place. */
export async function takeRange<T>(
  table: TableClient,
  { filter, limit = Number.POSITIVE_INFINITY, select }: Range,
  take: (row: Row) => readonly T[],
): Promise<T[]> {
  const found: T[] = [];
  const queryOptions = { ...(filter && { filter }), ...(select && { select }) };
  const pages = table.listEntities({ queryOptions }).byPage({ maxPageSize: Math.min(limit, LARGEST_ANSWER) });
  try {
    for await (const page of pages) {
      for (const row of page) found.push(...take(row));
      if (found.length >= limit) break;
    }
  } catch (error) {
    storageFailure(table.tableName)(error);
  }
  return found.slice(0, limit);
}

/** Rows of one partition whose key begins with a prefix that ends in a colon. */
export const startingWith = (partitionKey: string, prefix: string): string =>
  `PartitionKey eq '${partitionKey}' and RowKey ge '${prefix}' and RowKey lt '${prefix.slice(0, -1)};'`;
