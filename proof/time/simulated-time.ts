import { setTimeout as delay, setImmediate as immediate } from "node:timers/promises";

/** Time that passes only when nothing is left to do at a moment. What is to happen at the same moment happens in the order in which it was asked for. */
export type SimulatedTime = Readonly<{
  now(): number;
  after(ms: number, what: () => void): void;
  /** Lets everything happen until `isOver`, or until nothing happens any more or it is that late. Says which. `isBusy`: somebody still does what takes real time. */
  run(until: Until): Promise<"over" | "nothing happens" | "late">;
}>;

export type Until = Readonly<{ isOver: () => boolean; isBusy: () => boolean; isComputing: () => boolean; latest: number }>;

type Coming = Readonly<{ at: number; what: () => void }>;

export function simulatedTime(begin: number): SimulatedTime {
  const coming: Coming[] = [];
  let now = begin;
  const after = (ms: number, what: () => void) => {
    const at = now + Math.max(0, ms);
    let i = coming.length;
    for (let before = coming[i - 1]; before && before.at > at; before = coming[i - 1]) i--;
    coming.splice(i, 0, { at, what });
  };
  return {
    now: () => now,
    after,
    run: (until) => withDeadlines(after, () => run(until)),
  };

  async function run({ isOver, latest, ...real }: Until) {
    for (;;) {
      await settled(real);
      if (isOver()) return "over";
      const next = coming.shift();
      if (!next) return "nothing happens";
      now = Math.max(now, next.at);
      if (now > latest) return "late";
      next.what();
    }
  }
}

const LATE = new DOMException("The operation was aborted due to timeout", "TimeoutError");

/** Deadlines that are set meanwhile are of this time, not of the real one. */
async function withDeadlines<T>(after: SimulatedTime["after"], work: () => Promise<T>): Promise<T> {
  const real = AbortSignal.timeout;
  AbortSignal.timeout = (ms) => {
    const late = new AbortController();
    after(ms, () => late.abort(LATE));
    return late.signal;
  };
  try {
    return await work();
  } finally {
    AbortSignal.timeout = real;
  }
}

const COMPUTES_MS = 2;
const MOST_REAL_MS = 60_000;

/** All that follows of itself has happened: what waits for nothing but other promises is done by then, and what takes real time is waited for. */
async function settled({ isBusy, isComputing }: Pick<Until, "isBusy" | "isComputing">): Promise<void> {
  await immediate();
  if (isComputing()) await delay(COMPUTES_MS);
  if (!isBusy()) return;
  for (const late = Date.now() + MOST_REAL_MS; isBusy(); await delay(1)) {
    if (Date.now() > late) throw new Error(`something has been at work for ${MOST_REAL_MS / 1000} s and asks for nothing`);
  }
}
