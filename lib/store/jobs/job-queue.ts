import type { QueueClient } from "@azure/storage-queue";
import type { JobQueue } from "../../jobs/ports.js";
import { messageQueue } from "../message-queue.js";

export const jobQueue = (queue: QueueClient): JobQueue => messageQueue(queue, ({ jobName }) => `The message of job ${jobName}`);
