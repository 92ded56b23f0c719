import type { QueueClient } from "@azure/storage-queue";
import { z } from "zod";
import type { JobMessage, KeptBack, WatchedJobQueue } from "../../jobs/ports.js";
import { messageQueue } from "../message-queue.js";

const MOST_PEEKED = 32; // of the service

/** A job that never is: who receives its message has nothing to do but to notice that it came. */
const NO_JOB: JobMessage = { jobName: "00000000-0000-0000-0000-000000000000", ticket: 0 };
const Message = z.object({ jobName: z.string(), ticket: z.number() });

/** The messages of jobs. */
export function jobQueue(queue: QueueClient): WatchedJobQueue {
  const messages = messageQueue<JobMessage>(queue, ({ jobName }) => `The message of job ${jobName}`);
  return {
    send: messages.send,
    async head() {
      const seen = (await messages.peek(MOST_PEEKED)).map((message) => Message.safeParse(message));
      return seen.flatMap(({ data }) => (data && data.jobName !== NO_JOB.jobName ? [data] : []));
    },
    keepBack: (seconds): Promise<KeptBack> => messages.sendHeld(NO_JOB, seconds),
  };
}
