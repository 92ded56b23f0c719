import type { RetryOptions } from "./core-types.js";

/** How long to wait before retry number `retry` (0 is the first), in milliseconds; policies know whole seconds only. */
export function retryDelayMs(options: RetryOptions, retry: number): number {
  if (options.retryStrategy !== "exponentialBackoff") return (options.delayInterval?.seconds ?? 0) * 1000;
  const least = (options.minimumInterval?.seconds ?? 0) * 1000;
  const most = (options.maximumInterval?.seconds ?? 0) * 1000;
  return Math.min(most, least + least * (2 ** retry - 1) * (0.8 + Math.random() * 0.4));
}
