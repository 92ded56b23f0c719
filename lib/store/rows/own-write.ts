import { randomBytes } from "node:crypto";
import type { TableClient, TransactionAction } from "@azure/data-tables";
import type { Entity, Key } from "./entity.js";
import { mayBeWritten } from "./storage-error.js";

const MARK = "Write";
type Marked = Key & Readonly<Record<string, unknown>>;
const LOOK_MS = 5000;

/** The entity with a mark of the one write that it is for, so that whoever is answered that the row is there already can tell its own. */
export const marked = (entity: Entity): Entity => ({ ...entity, [MARK]: randomBytes(9).toString("base64url") });

/**
 * The etag of the row when it is as this very write left it: storage applied the write, and its answer was lost, so that the client
 * sent it again. Undefined when somebody else's row is there, when none is, or when nobody can tell.
 */
async function ownEtag(table: TableClient, entity: Marked, error: unknown): Promise<string | undefined> {
  const mark = entity[MARK];
  if (mark === undefined || !mayBeWritten(error)) return undefined;
  const look = { queryOptions: { select: [MARK] }, abortSignal: AbortSignal.timeout(LOOK_MS) };
  const row = await table.getEntity<Record<string, unknown>>(entity.partitionKey, entity.rowKey, look).catch(() => undefined); // what is told is why the write failed
  return row?.[MARK] === mark ? row.etag : undefined;
}

/** Writes in one transaction; gives the etag of the row that it begins with. By that row it is known again when its answer was lost. */
export async function submitOwn(table: TableClient, actions: TransactionAction[]): Promise<string | undefined> {
  try {
    return (await table.submitTransaction(actions)).subResponses[0]?.etag;
  } catch (error) {
    const own = actions[0] && (await ownEtag(table, actions[0][1], error));
    if (own === undefined) throw error;
    return own;
  }
}

/** For `.catch` of a write: its row's etag when it was applied all the same, or else what `failed` makes of the error. */
export const orOwn =
  (table: TableClient, entity: Marked, failed: (error: unknown) => never) =>
  async (error: unknown): Promise<string> =>
    (await ownEtag(table, entity, error)) ?? failed(error);
