import type { Entity } from "./entity.js";

const MOST_ROWS = 100; // a transaction, of the service
const MOST_CHARACTERS = 1_500_000; // a transaction holds 4 MiB; JSON in JSON and UTF-8 take their part

/** Things in groups whose rows fit one transaction, in their order; the rows of one thing stay together. */
export function inTransactions<T>(things: readonly T[], rowsOf: (thing: T) => readonly Entity[]): T[][] {
  const groups: T[][] = [];
  let [partition, count, size] = ["", 0, 0];
  for (const thing of things) {
    const rows = rowsOf(thing);
    const length = JSON.stringify(rows).length;
    const at = rows[0]?.partitionKey ?? "";
    const group = groups.at(-1);
    if (group && at === partition && count + rows.length <= MOST_ROWS && size + length <= MOST_CHARACTERS) {
      group.push(thing);
      count += rows.length;
      size += length;
    } else {
      groups.push([thing]);
      [partition, count, size] = [at, rows.length, length];
    }
  }
  return groups;
}
