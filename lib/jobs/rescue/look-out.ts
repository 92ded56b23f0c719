import type { Clock } from "../../core/clock.js";
import type { Log } from "../../core/log.js";
import type { Turns } from "../engine/turns.js";
import type { KeptBack, WatchedJobQueue } from "../ports.js";
import type { LookAtJobs } from "./rescue.js";

type Deps = Readonly<{
  queue: WatchedJobQueue;
  turns: Turns;
  clock: Clock;
  log: Log;
  /** Looks for jobs that are lost, and sends them again. */
  look(): Promise<LookAtJobs>;
  rescueAfterMs: number;
}>;

/** `wake`: there may be open jobs, so look after them until there are none. `end` stops that for good. */
export type LookOut = Readonly<{ wake(): void; end(): void }>;

/** So many signs of life are missed before a job is taken for lost. */
const BEATS = 3;
const SHORTEST_MS = 1000;

/**
 * While there are open jobs every process shows again and again that its turns live, and looks for jobs whose turn does not. It also keeps a message
 * back in the queue that arrives when the process has died, so that another one wakes, which may have had nothing to do until then.
 * Nothing of this costs anything when no job is open.
 */
export function lookOut(deps: Deps): LookOut {
  const { clock, log, turns, rescueAfterMs } = deps;
  const everyMs = Math.max(SHORTEST_MS, rescueAfterMs / BEATS);
  const ended = new AbortController();
  let awake = false;
  let woken = false;
  let keptBack: KeptBack | undefined;
  /** True when somebody must look again. */
  const beat = async (): Promise<boolean> => {
    woken = false;
    const [, looked] = await Promise.all([turns.showAlive(everyMs / 2), deps.look(), keepBack()]);
    return looked.active > 0 || turns.atWork().length > 0 || woken;
  };
  const keepBack = async () => {
    const seconds = Math.ceil(rescueAfterMs / 1000);
    const kept = keptBack;
    keptBack = undefined; // one that cannot be put off was received: the next beat sends another
    if (kept) await kept.putOff(seconds);
    keptBack = kept ?? (await deps.queue.keepBack(seconds));
  };
  const watch = async () => {
    await tried(keepBack, undefined);
    do await clock.sleep(everyMs, ended.signal);
    while (await tried(beat, true));
    await keptBack?.remove();
    keptBack = undefined;
  };
  /** What fails is tried again at the next beat: storage comes back. */
  const tried = <T>(work: () => Promise<T>, otherwise: T): Promise<T> =>
    work().catch((error) => {
      log.warn("open jobs could not be looked after; it is tried again", { error });
      return otherwise;
    });
  const wake = () => {
    woken = true;
    if (awake || ended.signal.aborted) return;
    awake = true;
    watch()
      .catch((error) => ended.signal.aborted || log.warn("open jobs are no longer looked after", { error }))
      .finally(() => {
        awake = false;
        if (woken) wake(); // by a job that came after the last beat
      });
  };
  return { wake, end: () => ended.abort() };
}
