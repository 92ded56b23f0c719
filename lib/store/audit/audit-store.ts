import type { TableClient } from "@azure/data-tables";
import type { AuditRow, TimedKind } from "../../audit/fact.js";
import { AuditHead } from "../../audit/head.js";
import type { AuditStore } from "../../audit/ports.js";
import { Seal } from "../../audit/seal.js";
import { newestFirst } from "../../core/ids.js";
import { inParallel } from "../../core/in-parallel.js";
import type { StorageClients } from "../clients.js";
import { valueIn } from "../rows/entity.js";
import { readVersionedJson, replaceJson } from "../rows/json-blob.js";
import { rowsFor, toPage } from "../rows/paging.js";
import { readRange } from "../rows/read-range.js";
import { rows } from "../rows/rows.js";
import { isAbsent, storageFailure } from "../rows/storage-error.js";
import { timeKey, timeRanges } from "../rows/timeline.js";

const HEAD = "audit/head.json";
const SEALS = "seals";

/** Seals in a table, their head as a blob beside plans and imports; the rows that they vouch for as they lie in their own tables. */
export function auditStore({ tables, papers }: Pick<StorageClients, "tables" | "papers">): AuditStore {
  const timed: Readonly<Record<TimedKind, TableClient>> = { call: tables.calls, job: tables.jobs, event: tables.events };
  const seals = rows<Seal>(tables.seals, { schema: Seal, nameOf: ({ number }) => `Seal ${number}`, keyOf: ({ number }) => sealKey(number) });
  return {
    async listRows(kind, { from, until }, { size, after }) {
      const found: AuditRow[] = [];
      for (const filter of timeRanges({ ...(from && { from }), ...(until && { until }), after })) {
        found.push(...(await readRange(timed[kind], { filter, limit: rowsFor(size) - found.length })).map((row) => rowOf(kind, row)));
        if (found.length > size) break;
      }
      return toPage(found, size);
    },
    findJobs: (names) => jobsAmong(tables.jobs, names),
    findHead: () => readVersionedJson(papers, HEAD, AuditHead),
    putHead: (head, etag) => replaceJson(papers, HEAD, head, etag),
    putSeal: (seal) => seals.put(seal),
    async findSeal(number) {
      const found = await seals.findReadable(sealKey(number));
      return found === "unreadable" ? found : found?.value;
    },
    listSeals: () => sealsIn(tables.seals),
  };
}

const sealKey = (number: number) => ({ partitionKey: SEALS, rowKey: String(number).padStart(12, "0") });

const rowOf = (kind: TimedKind, row: Readonly<Record<string, unknown> & { rowKey?: string }>): AuditRow => ({
  ...{ kind, name: newestFirst(row.rowKey ?? ""), json: valueIn(row) },
});

/** One read each: between two open jobs of a day there may be ten thousand others. */
async function jobsAmong(table: TableClient, names: readonly string[]): Promise<readonly AuditRow[]> {
  const found = await inParallel(names, AT_ONCE, async (name) => {
    const { partitionKey, rowKey } = timeKey(name);
    return table.getEntity(partitionKey, rowKey).catch((e) => (isAbsent(e) ? undefined : storageFailure(table.tableName)(e)));
  });
  return found.flatMap((row) => (row ? [rowOf("job", row)] : []));
}

const AT_ONCE = 16;

async function* sealsIn(table: TableClient): AsyncGenerator<Readonly<{ place: number; seal: Seal | undefined }>> {
  try {
    for await (const row of table.listEntities({ queryOptions: { filter: `PartitionKey eq '${SEALS}'` } }))
      yield { place: Number(row.rowKey), seal: Seal.safeParse(valueIn(row)).data };
  } catch (error) {
    storageFailure(table.tableName)(error);
  }
}
