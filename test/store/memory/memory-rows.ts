import { FleetError } from "../../../lib/core/errors.js";
import type { Page, PageRequest, Versioned } from "../../../lib/core/versioned.js";

/** Values by key with etags, as the tables keep them: what goes in is copied, and what comes out nobody can change. */
export function memoryRows<T>(keyOf: (value: T) => string) {
  const map = new Map<string, Versioned<T>>();
  const times = new Map<string, number>();
  let writes = 0;
  const write = (value: T) => {
    const row = { value: frozenCopy(value), etag: `"${++writes}"` };
    map.set(keyOf(value), row);
    times.set(keyOf(value), Date.now());
    return row;
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
    remove: (key: string) => void map.delete(key),
    removeWritten(key: string, etag: string) {
      const found = map.get(key);
      if (found && found.etag !== etag) throw new FleetError("Conflict", `${key} was changed by someone else`, { retryable: true });
      map.delete(key);
    },
    /** Looks at the values themselves, for questions about all of them; nothing of them may be kept or changed. */
    some: (is: (value: Readonly<T>) => boolean): boolean => {
      for (const { value } of map.values()) if (is(value)) return true;
      return false;
    },
    /** Written at that time or later. */
    since: (ms: number): T[] => [...map].flatMap(([key, { value }]) => ((times.get(key) ?? 0) >= ms ? [value] : [])),
    /** In the order of the keys. */
    all: (): T[] => [...map].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, { value }]) => value),
  };
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
