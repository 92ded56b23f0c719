import type { TableClient } from "@azure/data-tables";
import { Job } from "../../jobs/job.js";
import { type Rows, rows } from "../rows/rows.js";
import { timeKey } from "../rows/timeline.js";

export type JobRows = Rows<Job>;

/** Jobs by day and name, with the columns that lists ask about. */
export const jobRows = (table: TableClient): JobRows =>
  rows<Job>(table, {
    schema: Job,
    nameOf: ({ name }) => `Job ${name}`,
    keyOf: ({ name }) => timeKey(name),
    columnsOf: ({ state, dueTime }) => ({ State: state, DueTime: dueColumn(new Date(dueTime)) }),
  });

/** Times in a form that sorts as text. */
export const dueColumn = (time: Date): string => time.toISOString();

/** Of the jobs with these names those that meet the condition: one range a day, from the newest of them to the oldest. */
export async function jobsAmong(query: JobRows["query"], names: readonly string[], where?: string): Promise<Job[]> {
  const days = new Map<string, Readonly<{ first: string; last: string }>>();
  for (const { partitionKey, rowKey } of names.map(timeKey)) {
    const { first, last } = days.get(partitionKey) ?? { first: rowKey, last: rowKey };
    days.set(partitionKey, { first: rowKey < first ? rowKey : first, last: rowKey > last ? rowKey : last });
  }
  const found: Job[] = [];
  for (const [day, { first, last }] of [...days].sort(([a], [b]) => (a < b ? -1 : 1))) {
    found.push(...(await query(`PartitionKey eq '${day}' and RowKey ge '${first}' and RowKey le '${last}'${where ? ` and ${where}` : ""}`)));
  }
  const wanted = new Set(names.map((name) => name.toLowerCase()));
  return found.filter(({ name }) => wanted.has(name.toLowerCase()));
}
