import type { Clock } from "../../lib/core/clock.js";
import type { SimulatedTime } from "./simulated-time.js";

/** One call of something outside the process: a store, a queue, a machine. `n` counts from 1. */
export type Call = Readonly<{ on: string; name: string; n: number }>;

/**
 * What becomes of a call: it takes so long to arrive and its answer so long to come; the process may die at it, or it fails. What `fails`
 * before never happened, what fails after has.
 */
export type Fate = Readonly<{
  arrivesMs?: number;
  answersMs?: number;
  dies?: "before" | "after";
  fails?: Readonly<{ when: "before" | "after"; error: Error }>;
}>;

/** What takes real time: a call that ends without the world's help, or one that asks for other calls and computes in between. */
export type Pace = "real" | "computes";

export type Process = Readonly<{
  clock: Clock;
  /** The same thing, as this process reaches it. Every call of it is one that counts, whatever it is called. */
  of<T extends object>(on: string, thing: T, pace?: Pace): T;
  call<T>(on: string, name: string, effect: () => Promise<T>, pace?: Pace): Promise<T>;
  /** Work of this process; never ends when the process dies first. */
  turn<T>(work: () => Promise<T>): Promise<T>;
  die(): void;
  isDead(): boolean;
  /** Resolves when it dies. */
  died: Promise<void>;
  /** Does nothing for so long, and knows nothing of it afterwards; what it had asked for happens meanwhile. */
  freeze(ms: number): void;
  isFrozen(): boolean;
  /** Something that it asked for takes real time and has not ended. */
  isBusy(): boolean;
  isComputing(): boolean;
  turns(): number;
}>;

type Options = Readonly<{ time: SimulatedTime; decide: (call: Call) => Fate; skewMs?: number; calls?: { made: number } }>;

const generates = (value: unknown): boolean => Object.prototype.toString.call(value) === "[object AsyncGeneratorFunction]";

/** A process of a simulated world. All that it does passes through here, so it can end, or stand still, between any two things that it does. */
export function simulatedProcess({ time, decide, skewMs = 0, calls = { made: 0 } }: Options): Process {
  let dead = false;
  let frozenUntil = Number.NEGATIVE_INFINITY;
  let turns = 0;
  const atWork = { real: 0, computes: 0 };
  let tellDeath = () => {};
  const died = new Promise<void>((resolve) => {
    tellDeath = resolve;
  });
  const die = () => {
    dead = true;
    tellDeath();
  };
  /** What comes to the process comes when it is not frozen, and never to a dead one. */
  const deliver = (what: () => void) => {
    if (dead) return;
    const frozenMs = frozenUntil - time.now();
    if (frozenMs > 0) return time.after(frozenMs, () => deliver(what));
    what();
  };
  const call = <T>(on: string, name: string, effect: () => Promise<T>, pace?: Pace): Promise<T> =>
    new Promise((resolve, reject) => {
      if (dead) return;
      const { arrivesMs = 0, answersMs = 0, dies, fails } = decide({ on, name, n: ++calls.made });
      if (dies === "before") return die();
      const answer = (what: () => void) => {
        if (dies === "after") return die();
        if (answersMs > 0) time.after(answersMs, () => deliver(what));
        else deliver(what);
      };
      const arrive = () => {
        if (dead && arrivesMs === 0) return;
        if (fails?.when === "before") return answer(() => reject(fails.error));
        if (pace) atWork[pace]++;
        effect()
          .finally(() => pace && atWork[pace]--)
          .then(
            (value) => answer(() => (fails ? reject(fails.error) : resolve(value))),
            (error) => answer(() => reject(error)),
          );
      };
      time.after(arrivesMs, arrive);
    });
  const lent = (on: string, name: string, chunks: AsyncIterable<unknown>) => ({
    async *[Symbol.asyncIterator]() {
      const { dies } = dead ? { dies: "before" } : decide({ on, name, n: ++calls.made });
      if (dies) {
        die();
        await new Promise(() => {});
      }
      yield* chunks;
    },
  });
  return {
    clock: { now: () => new Date(time.now() + skewMs), sleep: (ms, signal) => sleep(ms, signal) },
    of: (on, thing, pace) =>
      new Proxy(thing, {
        get(target, key) {
          const value: unknown = Reflect.get(target, key);
          if (typeof value !== "function") return value;
          const name = String(key);
          if (generates(value)) return (...args: unknown[]) => lent(on, name, value.apply(target, args));
          return (...args: unknown[]) => call(on, name, async () => value.apply(target, args), pace);
        },
      }),
    call,
    turn: async (work) => {
      turns++;
      try {
        return await work();
      } finally {
        turns--;
      }
    },
    die,
    isDead: () => dead,
    died,
    freeze: (ms) => {
      frozenUntil = Math.max(frozenUntil, time.now() + ms);
    },
    isFrozen: () => frozenUntil > time.now(),
    isBusy: () => !dead && atWork.real > 0,
    isComputing: () => !dead && atWork.computes > 0,
    turns: () => (dead ? 0 : turns),
  };

  function sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (dead) return;
      let over = false;
      const end = (what: () => void) => () => {
        if (over) return;
        over = true;
        signal?.removeEventListener("abort", abort);
        deliver(what);
      };
      const abort = end(() => reject(signal?.reason));
      signal?.addEventListener("abort", abort, { once: true });
      time.after(ms, end(resolve));
    });
  }
}
