import { AsyncLocalStorage } from "node:async_hooks";
import { systemClock } from "./clock.js";
import { processLog } from "./log.js";

/** A row of a table that this release cannot read, by its key, and why. */
export type PassedOver = Readonly<{ table: string; partitionKey: string; rowKey: string; reason: string }>;

const noted = new AsyncLocalStorage<PassedOver[]>();
const lastTold = new Map<string, number>();
const TOLD_EVERY_MS = 10 * 60_000;
const MOST_TOLD = 1000;
const MOST_NOTED = 100;

/** Does the work, and gives the rows that had to be passed over meanwhile, each once. */
export async function notePassedOver<T>(work: () => Promise<T>): Promise<Readonly<{ value: T; passedOver: readonly PassedOver[] }>> {
  const passedOver: PassedOver[] = [];
  const value = await noted.run(passedOver, work);
  return { value, passedOver };
}

/** Says that a row could not be read and that the work went on without it: to who waits for the work, and now and then in the log. */
export function passOver(row: PassedOver, now: number = systemClock.now().getTime()): void {
  const list = noted.getStore();
  if (list && list.length < MOST_NOTED && !list.some((known) => keyOf(known) === keyOf(row))) list.push(row);
  if (now - (lastTold.get(keyOf(row)) ?? Number.NEGATIVE_INFINITY) < TOLD_EVERY_MS) return;
  if (lastTold.size >= MOST_TOLD) lastTold.clear();
  lastTold.set(keyOf(row), now);
  processLog.warn("a row cannot be read and was passed over; npm run fleet -- mend-rows shows and mends such rows", row);
}

const keyOf = ({ table, partitionKey, rowKey }: PassedOver): string => `${table}|${partitionKey}|${rowKey}`;
