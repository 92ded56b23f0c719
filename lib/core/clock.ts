import { setTimeout as delay } from "node:timers/promises";

/** The only source of time; tests give their own. */
export type Clock = Readonly<{
  now(): Date;
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}>;

export const systemClock: Clock = {
  now: () => new Date(),
  sleep: (ms, signal) => delay(ms, undefined, signal ? { signal } : {}),
};
