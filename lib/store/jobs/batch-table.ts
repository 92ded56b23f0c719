import type { TableClient, TransactionAction } from "@azure/data-tables";
import { inParallel } from "../../core/in-parallel.js";
import { BatchMember, MemberState } from "../../jobs/batch/batch-member.js";
import type { BatchStore } from "../../jobs/ports.js";
import { rowsFor } from "../rows/paging.js";
import { readRange, startingWith } from "../rows/read-range.js";
import { rows } from "../rows/rows.js";
import { hasStatus, isAbsent, storageFailure } from "../rows/storage-error.js";

const MEMBERS_A_TRANSACTION = 50; // two operations each; the service allows 100

/**
 * Members of batches, one partition a batch. A member's row is `<state>:<order>`, so that those of one state are read in order and a
 * move is a transaction. Beside it `known:<order>` stays for ever, so that a member is never added twice.
 */
export function batchTable(table: TableClient): BatchStore {
  const members = rows<BatchMember>(table, {
    schema: BatchMember,
    nameOf: ({ friendlyName }) => `The member ${friendlyName} of a batch`,
    keyOf: ({ state, order }) => ({ partitionKey: "", rowKey: rowKey(state, order) }),
  });
  const entityOf = (batch: string, member: BatchMember) => ({ ...members.toEntity(member), partitionKey: batch });
  const ordersIn = async (batch: string, prefix: string, some: readonly BatchMember[]) => {
    const { first, last } = spanOf(prefix, some);
    const filter = `PartitionKey eq '${batch}' and RowKey ge '${first}' and RowKey le '${last}'`;
    return new Set((await readRange(table, { filter, select: ["RowKey"] })).map((row) => orderOf(String(row.rowKey))));
  };
  const addSome = async (batch: string, some: readonly BatchMember[]): Promise<void> => {
    const actions = some.flatMap((member): TransactionAction[] => [
      ["create", { partitionKey: batch, rowKey: rowKey(KNOWN, member.order) }],
      ["create", entityOf(batch, member)],
    ]);
    await table.submitTransaction(actions).catch(async (error) => {
      if (!hasStatus(error, 409)) return storageFailure("The members of a batch")(error);
      const there = await ordersIn(batch, KNOWN, some);
      const missing = some.filter(({ order }) => !there.has(order));
      if (missing.length > 0) await addSome(batch, missing);
    });
  };
  const moveSome = async (batch: string, from: MemberState, some: readonly BatchMember[]): Promise<readonly BatchMember[]> => {
    const actions = some.flatMap((member): TransactionAction[] => [
      ["delete", { partitionKey: batch, rowKey: rowKey(from, member.order) }],
      ["create", entityOf(batch, member)],
    ]);
    try {
      await table.submitTransaction(actions);
      return some;
    } catch (error) {
      if (!hasStatus(error, 409) && !isAbsent(error)) return storageFailure("The members of a batch")(error);
      const there = await ordersIn(batch, from, some);
      const left = some.filter(({ order }) => there.has(order));
      const gone = await arrived(
        batch,
        some.filter(({ order }) => !there.has(order)),
      );
      return left.length > 0 ? [...gone, ...(await moveSome(batch, from, left))] : gone;
    }
  };
  /** Of members that were moved before, those that went where they are to be. */
  const arrived = async (batch: string, some: readonly BatchMember[]): Promise<readonly BatchMember[]> => {
    const found: BatchMember[] = [];
    for (const state of new Set(some.map((member) => member.state))) {
      const wanted = some.filter((member) => member.state === state);
      const there = await ordersIn(batch, state, wanted);
      found.push(...wanted.filter(({ order }) => there.has(order)));
    }
    return found;
  };
  return {
    async add(batch, all) {
      await inParallel(groupsOf(all), GROUPS_AT_ONCE, (some) => addSome(batch, some));
    },
    async move(batch, from, all) {
      const moved: BatchMember[] = [];
      for (const some of groupsOf(all)) moved.push(...(await moveSome(batch, from, some)));
      return moved;
    },
    async list(batch, { state }, { size, after }) {
      const found: BatchMember[] = [];
      const begin = after === undefined ? undefined : parseToken(after);
      const states = MemberState.options.filter((one) => state === undefined || one === state);
      for (const one of states.slice(Math.max(0, begin ? states.indexOf(begin.state) : 0))) {
        const behind = begin?.state === one ? ` and RowKey gt '${rowKey(one, begin.order)}'` : "";
        found.push(...(await members.query(startingWith(batch, `${one.toLowerCase()}:`) + behind, rowsFor(size) - found.length)));
        if (found.length > size) break;
      }
      const items = found.slice(0, size);
      const last = items.at(-1);
      return last && found.length > size ? { items, next: rowKey(last.state, last.order) } : { items };
    },
  };
}

const GROUPS_AT_ONCE = 8; // new members: a call waits for them
const KNOWN = "known";

const rowKey = (state: string, order: number): string => `${state.toLowerCase()}:${String(order).padStart(8, "0")}`;

const orderOf = (key: string): number => Number(key.slice(key.indexOf(":") + 1));

function spanOf(prefix: string, some: readonly BatchMember[]): { first: string; last: string } {
  const orders = some.map(({ order }) => order);
  return { first: rowKey(prefix, Math.min(...orders)), last: rowKey(prefix, Math.max(...orders)) };
}

function parseToken(token: string): { state: MemberState; order: number } | undefined {
  const state = MemberState.options.find((one) => token.startsWith(`${one.toLowerCase()}:`));
  return state && { state, order: orderOf(token) };
}

const groupsOf = (all: readonly BatchMember[]): readonly (readonly BatchMember[])[] =>
  Array.from({ length: Math.ceil(all.length / MEMBERS_A_TRANSACTION) }, (_, i) =>
    all.slice(i * MEMBERS_A_TRANSACTION, (i + 1) * MEMBERS_A_TRANSACTION),
  );
