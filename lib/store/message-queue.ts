import { isUtf8 } from "node:buffer";
import type { QueueClient } from "@azure/storage-queue";
import { storageFailure } from "./storage-error.js";

const LONGEST_DELAY_SECONDS = 7 * 24 * 3600; // of the service; the row that a message is about says when it is due anyway

/** What a message says that was sent so, or why it cannot be read. */
export function readMessage(text: string): Readonly<{ value: unknown } | { problem: string }> {
  if (text.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(text)) return { problem: "it is not base64" };
  const bytes = Buffer.from(text, "base64");
  if (!isUtf8(bytes)) return { problem: "it is not UTF-8" };
  try {
    return { value: JSON.parse(bytes.toString()) };
  } catch {
    return { problem: "it is not JSON" };
  }
}

/** Messages as the Functions host reads them, base64 JSON, that never expire; this file alone knows it. */
export const messageQueue = <M extends object>(queue: QueueClient, nameOf: (message: M) => string) => ({
  async send(message: M, delaySeconds: number): Promise<void> {
    const visibilityTimeout = Math.min(Math.max(0, Math.ceil(delaySeconds)), LONGEST_DELAY_SECONDS);
    const text = Buffer.from(JSON.stringify(message)).toString("base64");
    await queue.sendMessage(text, { visibilityTimeout, messageTimeToLive: -1 }).catch(storageFailure(nameOf(message)));
  },
});
