import { setTimeout as sleep } from "node:timers/promises";

const LONGEST_MS = 86_400_000;

/** Waits for a moment, in pieces of a day at the most (a longer timer of Node fires at once); true, or false when it was aborted. */
export async function sleepUntil(moment: Date | null, signal: AbortSignal): Promise<boolean> {
  while (!signal.aborted) {
    const left = moment === null ? LONGEST_MS : moment.getTime() - Date.now();
    if (left <= 0) return true;
    await sleep(Math.min(left, LONGEST_MS), undefined, { signal }).catch(() => {});
  }
  return false;
}
