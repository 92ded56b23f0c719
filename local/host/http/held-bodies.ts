import type { Clock } from "../../../lib/core/clock.js";

/** The large bodies that are being received, all together at most so many bytes. `cut` is called when one must make room for others. */
export type HeldBodies = Readonly<{ open(cut: () => void): HeldBody }>;
export type HeldBody = Readonly<{ add(bytes: number): void; close(): void }>;

type Held = { bytes: number; lately: number; at: number; readonly cut: () => void };

/** What came counts for half after so long. */
const HALF_LIFE_MS = 1_000;

/**
 * Counts what has come of all bodies, and not what was announced: who sends slowly, with a key or without, takes little room. Where more would be
 * held than `limit`, the one goes that has lately grown least for its size, which is who has stopped or drips and never who sends as it can.
 */
export function heldBodies(limit: number, clock: Pick<Clock, "now">): HeldBodies {
  const all = new Set<Held>();
  let held = 0;
  const lately = ({ lately, at }: Held) => lately * 0.5 ** ((clock.now().getTime() - at) / HALF_LIFE_MS);
  const growth = (one: Held) => lately(one) / one.bytes;
  const close = (one: Held) => {
    if (all.delete(one)) held -= one.bytes;
  };
  const makeRoom = () => {
    const slowest = [...all].filter(({ bytes }) => bytes > 0).reduce((least, one) => (growth(one) < growth(least) ? one : least));
    close(slowest);
    slowest.cut();
  };
  return {
    open(cut) {
      const one: Held = { bytes: 0, lately: 0, at: clock.now().getTime(), cut };
      all.add(one);
      return {
        add(bytes) {
          if (!all.has(one)) return;
          one.lately = lately(one) + bytes;
          one.at = clock.now().getTime();
          one.bytes += bytes;
          held += bytes;
          while (held > limit) makeRoom();
        },
        close: () => close(one),
      };
    },
  };
}
