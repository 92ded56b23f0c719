import type { DequeuedMessageItem, QueueClient } from "@azure/storage-queue";
import { type HostLog, messageOf } from "../process/host-log.js";

/**
 * Moves a message to `<queue>-poison`, made on need. The copy carries the body alone, and expires after the service's default of
 * 7 days even if the original never did. A queue that is a poison queue itself, or has too long a name, has none: false.
 */
export async function movePoisoned(options: {
  queue: QueueClient;
  poison: QueueClient | null;
  message: DequeuedMessageItem;
  popReceipt: string;
  log: HostLog;
}): Promise<boolean> {
  const { queue, poison, message, log } = options;
  if (poison === null) return false;
  await poison.createIfNotExists();
  await poison.sendMessage(message.messageText);
  await deleteMessage({ queue, messageId: message.messageId, popReceipt: options.popReceipt, log });
  log.warn(`message ${message.messageId} was moved to ${poison.name} after ${message.dequeueCount} deliveries`);
  return true;
}

export const poisonQueueName = (queue: string): string | null => (queue.endsWith("-poison") || queue.length > 63 - 7 ? null : `${queue}-poison`);

/** Deletes a message; one that is gone, or was given to somebody else meanwhile, is told and left. */
export async function deleteMessage({
  queue,
  messageId,
  popReceipt,
  log,
}: {
  queue: QueueClient;
  messageId: string;
  popReceipt: string;
  log: HostLog;
}) {
  try {
    await queue.deleteMessage(messageId, popReceipt);
  } catch (error) {
    log.warn(`message ${messageId} could not be deleted, it may be delivered again: ${messageOf(error)}`);
  }
}
