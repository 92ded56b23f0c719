import { hasCode } from "../../core/errors.js";
import type { Job } from "../job.js";
import type { JobQueue } from "../ports.js";

/**
 * Sends the message of a job that is saved. Where the queue is away the job is as good as sent, so its call is not refused: who looks after
 * overdue jobs sends it again, and so does the same call when it is repeated.
 */
export async function sendSaved(queue: JobQueue, { name, ticket }: Job): Promise<void> {
  await queue.send({ jobName: name, ticket }, 0).catch((error) => {
    if (!hasCode(error, "StorageUnavailable")) throw error;
  });
}
