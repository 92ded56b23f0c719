import { type TableClient, TableTransaction, type TransactionAction } from "@azure/data-tables";
import { newestFirst } from "../../core/ids.js";
import { inParallel } from "../../core/in-parallel.js";
import { isNewer, SCHEMA } from "../../core/schema.js";
import type { MachineRef } from "../../fleet/machines/machine.js";
import { isFinal, type Job } from "../../jobs/job.js";
import type { JobState } from "../../jobs/job-state.js";
import type { Key } from "../rows/entity.js";
import { gatheredRemovals } from "../rows/gathered-removals.js";
import { joinKey } from "../rows/keys.js";
import { readRange } from "../rows/read-range.js";
import { hasStatus, isAbsent, storageFailure } from "../rows/storage-error.js";
import { checkToken, notAfter, notBefore } from "../rows/timeline.js";

/** An index row: it names a job; `writtenAt` is the service's own time. One of a newer release (`isNewer`) is never tidied by this one. */
export type Entry = Readonly<Key & { name: string; etag: string; writtenAt: Date; isNewer: boolean }>;

export type EntryQuery = Readonly<{ from?: Date; until?: Date; after?: string | undefined; limit?: number }>;

export const isOpen = (state: JobState): boolean => !isFinal({ state });

/** Open jobs are kept in two lists: those that go on by themselves, and those that wait for somebody. */
export type OpenList = "active" | "suspended";

/** undefined for a state that is final. */
export const listOf = (state: JobState): OpenList | undefined => {
  if (!isOpen(state)) return undefined;
  return state === "Suspended" ? "suspended" : "active";
};

const OPEN = "open";
const MOST_A_TRANSACTION = 100; // of the service

/**
 * Open jobs by list and jobs by machine, newest first. All open jobs share a partition, so that an entry moves from list to list
 * in one transaction: an open job has at least one entry at any time. An entry may be late or left over; who meets it looks at the job.
 */
export function jobIndex(table: TableClient) {
  const removeSoon = gatheredRemovals(table);
  const upsert = async (key: Key) => void (await table.upsertEntity(entityOf(key), "Replace").catch(storageFailure("The index of jobs")));
  return {
    addOpen: (name: string, list: OpenList) => upsert(openKey(name, list)),
    addToMachine: (name: string, machine: MachineRef) => upsert({ partitionKey: machinePartition(machine), rowKey: newestFirst(name) }),
    /** The entries of new jobs: those by state in transactions, those by machine one by one, because each machine is a partition. */
    async addMany(jobs: readonly Job[]) {
      for (let i = 0; i < jobs.length; i += MOST_A_TRANSACTION) {
        const some = jobs.slice(i, i + MOST_A_TRANSACTION);
        const open = some.flatMap(({ name, state }) => {
          const list = listOf(state);
          return list ? [openKey(name, list)] : [];
        });
        const actions = open.map((key): TransactionAction => ["upsert", entityOf(key), "Replace"]);
        if (actions.length > 0) await table.submitTransaction(actions).catch(storageFailure("The index of jobs"));
      }
      await inParallel(jobs, 16, async (job) => {
        const machine = machineOf(job);
        if (machine) await upsert({ partitionKey: machinePartition(machine), rowKey: newestFirst(job.name) });
      });
    },
    /** Safe to repeat, also when the old entry is gone. */
    async move(name: string, from: OpenList, to: OpenList) {
      const transaction = new TableTransaction();
      transaction.deleteEntity(OPEN, openKey(name, from).rowKey);
      transaction.upsertEntity(entityOf(openKey(name, to)), "Replace");
      await table
        .submitTransaction(transaction.actions)
        .catch((e) => (isAbsent(e) ? upsert(openKey(name, to)) : storageFailure("The index of jobs")(e)));
    },
    /** Soon: an entry of a job that has ended is left out by whoever meets it, and put right in an hour when this process dies before. */
    removeOpen: (name: string, list: OpenList) => removeSoon(openKey(name, list)),
    /** Leaves the entry when somebody wrote it again. */
    removeEntry: (entry: Entry) => remove(table, entry, entry.etag),
    openOf: (list: OpenList, query: EntryQuery = {}) => read(table, OPEN, `${list}:`, query),
    /** Both lists by one request. */
    async allOpen(): Promise<Readonly<Record<OpenList, readonly Entry[]>>> {
      const entries = await read(table, OPEN, "", {});
      const of = (list: OpenList) =>
        entries.filter(({ rowKey }) => rowKey.startsWith(`${list}:`)).map((entry) => ({ ...entry, name: nameIn(entry.rowKey, `${list}:`) }));
      return { active: of("active"), suspended: of("suspended") };
    },
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
  return (await readRange(table, { filter, limit, select: ["PartitionKey", "RowKey", "Timestamp", "Schema"] })).map(
    ({ partitionKey = "", rowKey = "", etag, timestamp, Schema }) => ({
      ...{ partitionKey, rowKey, etag },
      name: nameIn(rowKey, prefix),
      writtenAt: new Date(timestamp ?? 0),
      isNewer: isNewer(Schema),
    }),
  );
}

const entityOf = (key: Key) => ({ ...key, Schema: SCHEMA });

/** The complement of the complement. */
const nameIn = (rowKey: string, prefix: string): string => newestFirst(rowKey.slice(prefix.length));

const openKey = (name: string, list: OpenList): Key => ({ partitionKey: OPEN, rowKey: `${list}:${newestFirst(name)}` });

const machinePartition = ({ fabric, container, name }: MachineRef) => `machine|${joinKey(fabric, container, name)}`;
