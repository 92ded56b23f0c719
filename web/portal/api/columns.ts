/** Lists come by columns to who accepts this. */
export const COLUMNS = "application/vnd.mobility-fleet.columns+json";

type Column = Readonly<{ values: readonly unknown[]; prefix?: string } | { kinds: readonly unknown[]; at: readonly number[] }>;

/** A list as it is sent: by columns where it is told that it may be. */
export type SentList<T> = Readonly<{ value: readonly T[] }> | Readonly<{ columns: Readonly<Record<keyof T & string, Column>>; count: number }>;

/** Its objects; equal lists and objects in them are the same ones. */
export function objectsOf<T>(list: SentList<T>): readonly T[] {
  if ("value" in list) return list.value;
  const readers = Object.entries<Column>(list.columns).map(([name, column]) => [name, readerOf(column)] as const);
  return Array.from({ length: list.count }, (_, i) => {
    const one: Record<string, unknown> = {};
    for (const [name, read] of readers) one[name] = read(i);
    return one as T; // it has a column for each of its properties
  });
}

function readerOf(column: Column): (i: number) => unknown {
  if ("at" in column) return (i) => column.kinds[column.at[i] ?? -1];
  const { prefix, values } = column;
  return prefix === undefined ? (i) => values[i] : (i) => `${prefix}${values[i]}`;
}
