import type { QueueClient } from "@azure/storage-queue";
import { SCHEMA } from "../core/schema.js";
import { storageFailure } from "./storage-error.js";

const LONGEST_DELAY_SECONDS = 7 * 24 * 3600; // of the service; the row that a message is about says when it is due anyway

/** Messages as the Functions host reads them, base64 JSON, that never expire; this file alone knows it. One that is put back keeps the schema that it came with. */
export const messageQueue = <M extends object>(queue: QueueClient, nameOf: (message: M) => string) => ({
  async send(message: M, delaySeconds: number): Promise<void> {
    const visibilityTimeout = Math.min(Math.max(0, Math.ceil(delaySeconds)), LONGEST_DELAY_SECONDS);
    const text = Buffer.from(JSON.stringify({ schema: SCHEMA, ...message })).toString("base64");
    await queue.sendMessage(text, { visibilityTimeout, messageTimeToLive: -1 }).catch(storageFailure(nameOf(message)));
  },
});
