import type { JobMessage, WatchedJobQueue } from "../../../lib/jobs/ports.js";

export type SentMessage = Readonly<{ message: JobMessage; delaySeconds: number }>;
export type MemoryJobQueue = WatchedJobQueue &
  Readonly<{
    sent: readonly SentMessage[];
    take(): SentMessage | undefined;
    /** For how long the messages that are kept back were put off, one after the other; null when one was taken back. */
    keptBack: readonly (number | null)[];
  }>;

/** A queue that remembers what was sent; `take` gives the oldest and forgets it, without waiting for its delay. */
export function memoryJobQueue(): MemoryJobQueue {
  const sent: SentMessage[] = [];
  const keptBack: (number | null)[] = [];
  return {
    sent,
    send: async (message, delaySeconds) => void sent.push({ message, delaySeconds }),
    take: () => sent.shift(),
    head: async () => sent.filter(({ delaySeconds }) => delaySeconds === 0).map(({ message }) => message),
    keptBack,
    async keepBack(seconds) {
      keptBack.push(seconds);
      return { putOff: async (more) => void keptBack.push(more), remove: async () => void keptBack.push(null) };
    },
  };
}
