import { FleetError } from "../../../lib/core/errors.js";
import type { Page, PageRequest, Versioned } from "../../../lib/core/versioned.js";

/** Values by key with etags, as the tables keep them: what goes in is copied, and what comes out nobody can change. */
export function memoryRows<T>(keyOf: (value: T) => string) {
  const map = new Map<string, Versioned<T>>();
  const times = new Map<string, number>();
  let writes = 0;
  let ordered: readonly string[] | undefined; // as long as no key comes or goes
  const write = (value: T) => {
    const row = { value: frozenCopy(value), etag: `"${++writes}"` };
    const key = keyOf(value);
    if (!map.has(key)) ordered = undefined;
    map.set(key, row);
    times.set(key, Date.now());
    return row;
  };
  const drop = (key: string) => {
    if (map.delete(key)) ordered = undefined;
  };
  const keys = () => {
    ordered ??= [...map.keys()].sort();
    return ordered;
  };
  return {
    async find(key: string): Promise<Versioned<T> | undefined> {
      return map.get(key);
    },
    async create(value: T): Promise<Versioned<T>> {
      if (map.has(keyOf(value))) throw new FleetError("Conflict", `${keyOf(value)} exists already`);
      return write(value);
    },
    async replace(value: T, etag: string): Promise<Versioned<T>> {
      if (map.get(keyOf(value))?.etag !== etag) throw new FleetError("Conflict", `${keyOf(value)} was changed by someone else`, { retryable: true });
      return write(value);
    },
    put: (value: T) => void write(value),
    get: (key: string): T | undefined => map.get(key)?.value,
    remove: drop,
    removeWritten(key: string, etag: string) {
      const found = map.get(key);
      if (found && found.etag !== etag) throw new FleetError("Conflict", `${key} was changed by someone else`, { retryable: true });
      drop(key);
    },
    /** Written at that time or later. */
    since: (ms: number): T[] => [...map].flatMap(([key, { value }]) => ((times.get(key) ?? 0) >= ms ? [value] : [])),
    /** In the order of the keys. */
    all: (): T[] => keys().flatMap((key) => map.get(key)?.value ?? []),
    /** Those whose keys begin so, behind that key, in the order of the keys. */
    *startingWith(beginning: string, after = beginning): Generator<T> {
      const all = keys();
      for (let at = firstBehind(all, after); all[at]?.startsWith(beginning); at += 1) {
        const row = map.get(all[at] ?? "");
        if (row) yield row.value;
      }
    },
  };
}

/** Where the first key behind this one stands, by halves. */
function firstBehind(keys: readonly string[], key: string): number {
  let [low, high] = [0, keys.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((keys[middle] ?? "") > key) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Rows are made of plain values. */
function frozenCopy<T>(value: T): T {
  if (typeof value !== "object" || value === null) return value;
  const copy = Array.isArray(value) ? value.map(frozenCopy) : Object.fromEntries(Object.entries(value).map(([key, one]) => [key, frozenCopy(one)]));
  return Object.freeze(copy) as T; // of the same shape
}

export const lowerKey = (...names: readonly string[]): string => JSON.stringify(names.map((name) => name.toLowerCase()));

/** A page of things in their order; `after` is the name that was shown last. */
export function memoryPage<T extends Readonly<{ name: string }>>(ordered: readonly T[], { size, after }: PageRequest): Page<T> {
  if (size < 1 || size > 1000) throw new FleetError("InvalidParameter", `A page has 1 to 1000 items, got ${size}`);
  const start = after === undefined ? 0 : ordered.findIndex(({ name }) => name === after) + 1;
  const items = ordered.slice(start, start + size);
  const last = items.at(-1);
  return last && start + size < ordered.length ? { items, next: last.name } : { items };
}
