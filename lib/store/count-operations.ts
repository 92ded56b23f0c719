import { subscribe, unsubscribe } from "node:diagnostics_channel";
import type { ClientRequest } from "node:http";

export type OperationCounts = Readonly<Record<string, number>>;

/** How often storage was asked since the start, by service and method (`table GET`), retries included. */
export type OperationCounter = Readonly<{ counts(): OperationCounts; total(): number; reset(): void; stop(): void }>;

/** Where tables, queues and blobs are: every storage client knows. */
export type Counted = Readonly<{
  tables: Readonly<{ jobs: Readonly<{ url: string }> }>;
  jobQueue: Readonly<{ url: string }>;
  blobs: Readonly<{ url: string }>;
}>;

const CHANNEL = "http.client.request.start";

/** Counts what this process asks of these accounts' tables, queues and blobs; the clients themselves know nothing of it. */
export function countOperations({ tables, jobQueue, blobs }: Counted): OperationCounter {
  const services = new Map(
    [...Object.entries({ table: tables.jobs.url, queue: jobQueue.url, blob: blobs.url })].map(([kind, url]) => [hostOf(url), kind]),
  );
  const seen = new Map<string, number>();
  const count = (message: unknown) => {
    const { request } = message as { request: ClientRequest }; // the channel's documented message
    const service = services.get(String(request.getHeader("host")));
    const kind = `${service} ${request.path.includes("$batch") ? "BATCH" : request.method}`;
    if (service) seen.set(kind, (seen.get(kind) ?? 0) + 1);
  };
  subscribe(CHANNEL, count);
  return {
    counts: () => Object.fromEntries([...seen].sort(([a], [b]) => a.localeCompare(b))),
    total: () => [...seen.values()].reduce((sum, n) => sum + n, 0),
    reset: () => seen.clear(),
    stop: () => void unsubscribe(CHANNEL, count),
  };
}

const hostOf = (url: string) => new URL(url).host;
