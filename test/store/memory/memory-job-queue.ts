import type { JobMessage, JobQueue } from "../../../lib/jobs/ports.js";

export type SentMessage = Readonly<{ message: JobMessage; delaySeconds: number }>;
export type MemoryJobQueue = JobQueue & Readonly<{ sent: readonly SentMessage[]; take(): SentMessage | undefined }>;

/** A queue that remembers what was sent; `take` gives the oldest and forgets it, without waiting for its delay. */
export function memoryJobQueue(): MemoryJobQueue {
  const sent: SentMessage[] = [];
  return { sent, send: async (message, delaySeconds) => void sent.push({ message, delaySeconds }), take: () => sent.shift() };
}
