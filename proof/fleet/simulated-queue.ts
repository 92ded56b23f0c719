import type { JobMessage, KeptBack, WatchedJobQueue } from "../../lib/jobs/ports.js";
import type { SimulatedTime } from "../time/simulated-time.js";

/** Takes a message, and says how it ended; undefined when nobody is there to take it. */
export type Receive = (message: JobMessage) => Promise<"done" | "thrown" | "died"> | undefined;

type Waiting = { readonly message: JobMessage; readonly isBeat: boolean; received: number; at: number; inHand: boolean };

/** As host.json has it: what was thrown is seen again after so long, and given up after so many times; what a dead process held is seen again when its lease is over. */
const AGAIN_MS = 30_000;
const LEASE_MS = 600_000;
const MOST_RECEIVED = 5;
const NOBODY_MS = 1000;

type Options = Readonly<{ time: SimulatedTime; receive: Receive; poisoned: (message: JobMessage) => void }>;

/** The queue as the host has it: at least once, when it is due, in the order of that. */
export function simulatedQueue({ time, receive, poisoned }: Options) {
  const waiting = new Set<Waiting>();
  const put = (message: JobMessage, delayMs: number, isBeat = false): Waiting => {
    const one: Waiting = { message, isBeat, received: 0, at: time.now() + delayMs, inHand: false };
    waiting.add(one);
    offerAfter(one, delayMs);
    return one;
  };
  const offerAfter = (one: Waiting, ms: number) => {
    one.at = time.now() + ms;
    const { at } = one;
    time.after(ms, () => {
      if (waiting.has(one) && one.at === at) offer(one);
    });
  };
  const offer = (one: Waiting) => {
    const taken = receive(one.message);
    if (!taken) return offerAfter(one, NOBODY_MS);
    one.received++;
    one.inHand = true;
    one.at = time.now() + LEASE_MS;
    void taken.then((end) => {
      one.inHand = false;
      if (end === "done") waiting.delete(one);
      else if (end === "died") offerAfter(one, LEASE_MS);
      else if (one.received < MOST_RECEIVED) offerAfter(one, AGAIN_MS);
      else {
        waiting.delete(one);
        poisoned(one.message);
      }
    });
  };
  const port: WatchedJobQueue = {
    send: async (message, delaySeconds) => void put(message, delaySeconds * 1000),
    head: async () => [...waiting].filter(({ isBeat, inHand, at }) => !isBeat && !inHand && at <= time.now()).map(({ message }) => message),
    keepBack: async (seconds): Promise<KeptBack> => {
      const beat = put({ jobName: "00000000-0000-7000-8000-000000000000", ticket: 0 }, seconds * 1000, true);
      return { putOff: async (more) => void (waiting.has(beat) && offerAfter(beat, more * 1000)), remove: async () => void waiting.delete(beat) };
    },
  };
  return {
    port,
    /** Delivers this besides, once: a message that nobody of ours sent, or sent long ago. */
    inject: (message: JobMessage, delayMs: number) => void put(message, delayMs),
    isEmpty: (): boolean => [...waiting].every(({ isBeat }) => isBeat),
    /** Somebody has a message of the job in hand, or will get one with this ticket or a later one. */
    has: (jobName: string, ticket: number): boolean =>
      [...waiting].some(({ message, inHand }) => message.jobName === jobName && (inHand || message.ticket >= ticket)),
  };
}
export type SimulatedQueue = ReturnType<typeof simulatedQueue>;
