import { LRUCache } from "lru-cache";
import type { Clock } from "../../core/clock.js";
import type { Principal } from "./principal.js";

/** Keys that were right a moment ago, by their hash; of this process alone. They open nothing: what is read ahead for such a caller is shown when the key's row was read again. */
export type RecentKeys = Readonly<{
  find(hash: string): Principal | undefined;
  note(hash: string, principal: Principal): void;
  forget(hash: string): void;
}>;

/** A caller who works on sends more calls within this time. */
const RECENT_MS = 60_000;
const MOST_KEYS = 1000;

export function recentKeys(clock: Clock): RecentKeys {
  const known = new LRUCache<string, Readonly<{ principal: Principal; at: number }>>({ max: MOST_KEYS });
  return {
    find(hash) {
      const found = known.get(hash);
      return found && clock.now().getTime() - found.at < RECENT_MS ? found.principal : undefined;
    },
    note: (hash, principal) => void known.set(hash, { principal, at: clock.now().getTime() }),
    forget: (hash) => void known.delete(hash),
  };
}
