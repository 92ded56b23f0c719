import type { ProbeRound } from "../../../lib/fleet/machines/probe-round.js";
import type { WatchedState } from "../../../lib/fleet/machines/watched-state.js";
import type { WatchStore } from "../../../lib/fleet/ports.js";
import { lowerKey, memoryRows } from "./memory-rows.js";

/** What the watch remembers, in memory. */
export function memoryWatch(): WatchStore {
  const keyOf = ({ fabric, subject }: Pick<WatchedState, "fabric" | "subject">) => lowerKey(fabric, subject);
  const states = memoryRows<WatchedState>(keyOf);
  const rounds = memoryRows<ProbeRound>(() => "round");
  return {
    async listStates(fabric) {
      const its = states.all().filter((state) => lowerKey(state.fabric) === lowerKey(fabric));
      return (await Promise.all(its.map((state) => states.find(keyOf(state))))).flatMap((found) => found ?? []);
    },
    create: states.create,
    replace: states.replace,
    findRound: async () => (await rounds.find("round"))?.value,
    putRound: async (round) => rounds.put(round),
  };
}
