import type { TableClient } from "@azure/data-tables";
import { Job } from "../jobs/job.js";
import { type Rows, rows } from "./rows.js";
import { timeKey } from "./timeline.js";

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
export async function jobsAmong(jobs: JobRows, names: readonly string[], where: string): Promise<Job[]> {
  const days = new Map<string, string[]>();
  for (const { partitionKey, rowKey } of names.map(timeKey)) days.set(partitionKey, [...(days.get(partitionKey) ?? []), rowKey]);
  const found: Job[] = [];
  for (const [day, keys] of [...days].sort(([a], [b]) => (a < b ? -1 : 1))) {
    keys.sort();
    found.push(...(await jobs.query(`PartitionKey eq '${day}' and RowKey ge '${keys[0]}' and RowKey le '${keys.at(-1)}' and ${where}`)));
  }
  const wanted = new Set(names);
  return found.filter(({ name }) => wanted.has(name.toLowerCase()));
}
