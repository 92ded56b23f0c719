import { LRUCache } from "lru-cache";
import type { Clock } from "../../core/clock.js";
import { FleetError } from "../../core/errors.js";

/** Keys and tokens that proved nothing, counted by the address that they came from; of this process alone. */
export type FailedKeys = Readonly<{
  /** Counts one more. Throws TooManyRequests when it is one too many; whoever brings a right key never comes here. */
  note(address: string): void;
}>;

/** So many at once, and then one in so long. */
const AT_ONCE = 20;
export const FORGIVEN_SECONDS = 3;

const MOST_ADDRESSES = 10_000;

export function failedKeys(clock: Clock): FailedKeys {
  const failures = new LRUCache<string, Readonly<{ left: number; at: number }>>({ max: MOST_ADDRESSES });
  return {
    note(address) {
      const now = clock.now().getTime();
      const { left, at } = failures.get(address) ?? { left: AT_ONCE, at: now };
      const forgiven = Math.max(0, now - at) / (FORGIVEN_SECONDS * 1000);
      const next = Math.min(AT_ONCE, left + forgiven) - 1;
      failures.set(address, { left: Math.max(0, next), at: now });
      if (next < 0) throw new FleetError("TooManyRequests", "Too many keys that are not known came from this address", { target: "Authorization" });
    },
  };
}
