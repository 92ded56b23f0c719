import { isUtf8 } from "node:buffer";
import type { QueueClient } from "@azure/storage-queue";
import { SCHEMA } from "../core/schema.js";
import { hasStatus, isAbsent, storageFailure } from "./rows/storage-error.js";

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

/** Messages as the Functions host reads them, base64 JSON, that never expire; this file alone knows it. One that is put back keeps the schema that it came with. */
export function messageQueue<M extends object>(queue: QueueClient, nameOf: (message: M) => string) {
  const sendDelayed = (message: M, delaySeconds: number) => {
    const visibilityTimeout = Math.min(Math.max(0, Math.ceil(delaySeconds)), LONGEST_DELAY_SECONDS);
    return queue.sendMessage(encode(message), { visibilityTimeout, messageTimeToLive: -1 }).catch(storageFailure(nameOf(message)));
  };
  return {
    async send(message: M, delaySeconds: number): Promise<void> {
      await sendDelayed(message, delaySeconds);
    },
    /** What is visible now, without receiving it; undefined for a message that is not ours. */
    async peek(most: number): Promise<readonly unknown[]> {
      const { peekedMessageItems } = await queue.peekMessages({ numberOfMessages: most }).catch(storageFailure(`The queue ${queue.name}`));
      return peekedMessageItems.map(({ messageText }) => decode(messageText));
    },
    /** A message that its sender can put off or take back, until somebody has received it. */
    async sendHeld(message: M, delaySeconds: number) {
      const sent = await sendDelayed(message, delaySeconds);
      let receipt = sent.popReceipt;
      return {
        async putOff(seconds: number): Promise<void> {
          const options = [sent.messageId, receipt, undefined, Math.ceil(seconds)] as const;
          receipt = (await queue.updateMessage(...options).catch(storageFailure(nameOf(message)))).popReceipt ?? receipt;
        },
        async remove(): Promise<void> {
          const received = (e: unknown) => isAbsent(e) || hasStatus(e, 400); // by somebody, so that the receipt is another
          await queue.deleteMessage(sent.messageId, receipt).catch((e) => (received(e) ? undefined : storageFailure(nameOf(message))(e)));
        },
      };
    },
  };
}

const encode = (message: object): string => Buffer.from(JSON.stringify({ schema: SCHEMA, ...message })).toString("base64");

function decode(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, "base64").toString());
  } catch {
    return undefined; // the poison queue will have it
  }
}
