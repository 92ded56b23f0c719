import { setTimeout as sleep } from "node:timers/promises";

/** Waits for work, but not longer than a time; true when the work was done. Never rejects because of the work. */
export async function doneWithin(work: Promise<unknown>, ms: number): Promise<boolean> {
  const controller = new AbortController();
  const done = work.then(
    () => true,
    () => true,
  );
  const late = sleep(ms, false, { signal: controller.signal }).catch(() => false);
  const result = await Promise.race([done, late]);
  controller.abort();
  return result;
}
