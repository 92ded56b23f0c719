import { subscribe } from "node:diagnostics_channel";
import type { ClientRequest, IncomingMessage } from "node:http";
import { constants, PerformanceObserver } from "node:perf_hooks";
import { countOperations } from "../../lib/store/count-operations.js";
import { answer } from "../measure/child.js";

/**
 * Loaded into the product's host process before anything else: counts what it asks of storage and answers what it has used.
 * Where storage is comes from BENCH_STORAGE, the addresses of tables, queues and blobs.
 */
const [table = "", queue = "", blob = ""] = (process.env.BENCH_STORAGE ?? "").split(" ");
const counter = countOperations({ tables: { jobs: { url: table } }, jobQueue: { url: queue }, blobs: { url: blob } });

/** An answer without a message is a bare XML list. */
const EMPTY_LIST_BYTES = 200;
let emptyPolls = 0;
subscribe("http.client.response.finish", (message) => {
  const { request, response } = message as { request: ClientRequest; response: IncomingMessage }; // the channel's documented message
  const isPoll = request.method === "GET" && new URL(queue).host === request.getHeader("host") && request.path.includes("/messages");
  if (isPoll && Number(response.headers["content-length"] ?? Number.POSITIVE_INFINITY) < EMPTY_LIST_BYTES) emptyPolls += 1;
});

let wholeHeapCollections = 0;
new PerformanceObserver((list) => {
  // The documented detail of an entry of this type.
  for (const { detail } of list.getEntries() as unknown as { detail: { kind: number } }[]) {
    if (detail.kind === constants.NODE_PERFORMANCE_GC_MAJOR) wholeHeapCollections += 1;
  }
}).observe({ entryTypes: ["gc"] });

answer({
  used: () => {
    const { user, system } = process.cpuUsage();
    return {
      cpuSeconds: (user + system) / 1e6,
      residentBytes: process.memoryUsage.rss(),
      counts: counter.counts(),
      emptyPolls,
      wholeHeapCollections,
    };
  },
});
