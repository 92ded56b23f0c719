/** A value as it was read, and the proof of which one it was: a write must name the etag that it replaces. */
export type Versioned<T> = Readonly<{ value: T; etag: string }>;

/** One page of a list; `next` is given back to read on, and is absent on the last page. */
export type Page<T> = Readonly<{ items: readonly T[]; next?: string }>;

/** Where to go on, and how many at the most (1 to 1000). */
export type PageRequest = Readonly<{ size: number; after?: string }>;
