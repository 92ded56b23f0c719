import { effect, type Signal, useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { Problem } from "../api/problem.js";
import { session } from "../session/key.js";
import { pause } from "./pace.js";

/** What a view shows: the last that was read, when that was, and what is wrong since. */
export type Live<T> = Readonly<{
  data: T | undefined;
  /** When the data was read, by this computer's clock. */
  at: number | undefined;
  problem: Problem | undefined;
  reading: boolean;
}>;

type Options<T> = Readonly<{
  /** Another key is another view: what was read before is dropped. */
  key: string;
  /** `anew`: the reader asked for it, so that nothing is taken from before. */
  load: (before: T | undefined, anew: boolean) => Promise<T>;
  isBusy?: (data: T) => boolean;
  isLarge?: (data: T) => boolean;
}>;

const NOTHING = { data: undefined, at: undefined, problem: undefined, reading: true } as const;

/** What was last read, so that the way back shows something at once; it ends with the session. */
const remembered = new Map<string, Live<unknown>>();
effect(() => {
  if (!session.value) remembered.clear();
});

/** Reads a view at once and again and again: while something runs every 5 s, else every 30 s, never while nobody sees it. */
export function useLive<T>({ key, load, isBusy, isLarge }: Options<T>): Readonly<{ live: Signal<Live<T>>; refresh: () => void }> {
  const live = useSignal<Live<T>>(recall<T>(key));
  const newest = useRef({ load, isBusy, isLarge });
  newest.current = { load, isBusy, isLarge };
  const again = useRef(() => {});
  useEffect(() => {
    let [timer, over, failures, running] = [0, false, 0, false];
    const read = async (anew = false) => {
      if (running || over) return;
      clearTimeout(timer);
      running = true;
      live.value = { ...live.value, reading: true };
      let retryAfterSeconds: number | undefined;
      try {
        const data = await newest.current.load(live.value.data, anew);
        if (over) return;
        failures = 0;
        live.value = { data, at: Date.now(), problem: undefined, reading: false };
        if (session.value) remembered.set(key, live.value);
      } catch (error) {
        if (over) return;
        failures += 1;
        const problem = error instanceof Problem ? error : new Problem({ status: 0, code: "Unexpected", message: String(error) });
        retryAfterSeconds = problem.retryAfterSeconds;
        live.value = { ...live.value, problem, reading: false };
      } finally {
        running = false;
      }
      const { data } = live.value;
      const busy = data !== undefined && (newest.current.isBusy?.(data) ?? false);
      const large = data !== undefined && (newest.current.isLarge?.(data) ?? false);
      if (!document.hidden) timer = window.setTimeout(() => void read(), pause({ busy, large, failuresInARow: failures, retryAfterSeconds }));
    };
    const seen = () => (document.hidden ? clearTimeout(timer) : void read());
    again.current = () => void read(true);
    live.value = recall<T>(key);
    document.addEventListener("visibilitychange", seen);
    void read();
    return () => {
      over = true;
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", seen);
    };
  }, [key]);
  return { live, refresh: () => again.current() };
}

const recall = <T>(key: string): Live<T> => (remembered.get(key) as Live<T> | undefined) ?? NOTHING; // a key stands for one kind of view

/** What a view of that key has read last, for another view. */
export const lastRead = <T>(key: string): T | undefined => recall<T>(key).data;
