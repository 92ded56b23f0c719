import { type TableClient, TableTransaction } from "@azure/data-tables";
import { newestFirst } from "../core/ids.js";
import type { MachineRef } from "../fleet/machine.js";
import { isFinal, type Job, type JobState } from "../jobs/job.js";
import type { Key } from "./entity.js";
import { joinKey } from "./keys.js";
import { readRange } from "./read-range.js";
import { hasStatus, isAbsent, storageFailure } from "./storage-error.js";
import { checkToken, notAfter, notBefore } from "./timeline.js";

/** An index row: it names a job; `writtenAt` is the service's own time. */
export type Entry = Readonly<Key & { name: string; etag: string; writtenAt: Date }>;

export type EntryQuery = Readonly<{ from?: Date; until?: Date; after?: string | undefined; limit?: number }>;

export const isOpen = (state: JobState): boolean => !isFinal({ state });

const OPEN = "open";

/**
 * Open jobs by state and jobs by machine, newest first. All open jobs share a partition, so that an entry moves from state to state
 * in one transaction: an open job has at least one entry at any time. An entry may be late or left over; who meets it looks at the job.
 */
export function jobIndex(table: TableClient) {
  const upsert = async (key: Key) => void (await table.upsertEntity(key, "Replace").catch(storageFailure("The index of jobs")));
  return {
    addOpen: (name: string, state: JobState) => upsert(openKey(name, state)),
    addToMachine: (name: string, machine: MachineRef) => upsert({ partitionKey: machinePartition(machine), rowKey: newestFirst(name) }),
    /** Safe to repeat, also when the old entry is gone. */
    async move(name: string, from: JobState, to: JobState) {
      const transaction = new TableTransaction();
      transaction.deleteEntity(OPEN, openKey(name, from).rowKey);
      transaction.upsertEntity(openKey(name, to), "Replace");
      await table
        .submitTransaction(transaction.actions)
        .catch((e) => (isAbsent(e) ? upsert(openKey(name, to)) : storageFailure("The index of jobs")(e)));
    },
    async removeOpen(name: string, state: JobState) {
      await remove(table, openKey(name, state), "*");
    },
    /** Leaves the entry when somebody wrote it again. */
    removeEntry: (entry: Entry) => remove(table, entry, entry.etag),
    openOf: (state: JobState, query: EntryQuery = {}) => read(table, OPEN, `${state.toLowerCase()}:`, query),
    ofMachine: (machine: MachineRef, query: EntryQuery) => read(table, machinePartition(machine), "", query),
  };
}

export type JobIndex = ReturnType<typeof jobIndex>;

/** The machine that a job acts on, when it acts on one. */
export function machineOf({ target }: Job): MachineRef | undefined {
  const { kind, fabric, container, name } = target;
  return kind === "machine" && fabric !== undefined && container !== undefined ? { fabric, container, name } : undefined;
}

async function remove(table: TableClient, { partitionKey, rowKey }: Key, etag: string): Promise<void> {
  const ignore = (e: unknown) => (isAbsent(e) || hasStatus(e, 412) ? undefined : storageFailure("The index of jobs")(e));
  await table.deleteEntity(partitionKey, rowKey, { etag }).catch(ignore);
}

async function read(table: TableClient, partition: string, prefix: string, { from, until, after, limit }: EntryQuery): Promise<Entry[]> {
  const lower = after === undefined ? `ge '${prefix}${until ? notAfter(until) : ""}'` : `gt '${prefix}${newestFirst(checkToken(after))}'`;
  const upper = `lt '${prefix}${from ? notBefore(from) : "~"}'`;
  const filter = `PartitionKey eq '${partition}' and RowKey ${lower} and RowKey ${upper}`;
  return (await readRange(table, { filter, limit, select: ["PartitionKey", "RowKey", "Timestamp"] })).map(
    ({ partitionKey = "", rowKey = "", etag, timestamp }) => ({
      ...{ partitionKey, rowKey, etag },
      name: newestFirst(rowKey.slice(prefix.length)), // the complement of the complement
      writtenAt: new Date(timestamp ?? 0),
    }),
  );
}

const openKey = (name: string, state: JobState): Key => ({ partitionKey: OPEN, rowKey: `${state.toLowerCase()}:${newestFirst(name)}` });

const machinePartition = ({ fabric, container, name }: MachineRef) => `machine|${joinKey(fabric, container, name)}`;
