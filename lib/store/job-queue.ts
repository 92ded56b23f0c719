import type { QueueClient } from "@azure/storage-queue";
import type { JobQueue } from "../jobs/ports.js";
import { storageFailure } from "./storage-error.js";

const LONGEST_DELAY_SECONDS = 7 * 24 * 3600; // of the service; the job's due time decides anyway

/** The Functions host reads queue messages as base64 JSON; this file alone knows it. */
export const jobQueue = (queue: QueueClient): JobQueue => ({
  async send(message, delaySeconds) {
    const visibilityTimeout = Math.min(Math.max(0, Math.ceil(delaySeconds)), LONGEST_DELAY_SECONDS);
    const text = Buffer.from(JSON.stringify(message)).toString("base64");
    await queue.sendMessage(text, { visibilityTimeout, messageTimeToLive: -1 }).catch(storageFailure(`The message of job ${message.jobName}`));
  },
});
