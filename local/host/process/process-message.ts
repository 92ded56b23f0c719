import type { DequeuedMessageItem, QueueClient } from "@azure/storage-queue";
import type { HostFunction } from "../app/functions.js";
import type { Invoke } from "../app/invoke.js";
import type { QueueOptions } from "../host-json.js";
import type { Intervals } from "../intervals.js";
import { keepLease, type QueueLease } from "../queue/queue-lease.js";
import { decodeMessage, messageMetadata } from "../queue/queue-message.js";
import { deleteMessage, movePoisoned } from "../queue/queue-poison.js";
import { type HostLog, messageOf } from "./host-log.js";

export type MessageWork = Readonly<{
  fn: HostFunction;
  queue: QueueClient;
  poison: QueueClient | null;
  options: QueueOptions;
  intervals: Intervals;
  invoke: Invoke;
  log: HostLog;
}>;

/**
 * One delivery of a message: run and delete; after a failure visible again after visibilityTimeout, or poison once it was
 * delivered maxDequeueCount times. One that comes more often (its hosts died) or is not in the expected encoding is poison without a run.
 */
export async function processMessage(work: MessageWork, message: DequeuedMessageItem): Promise<void> {
  const { fn, queue, log } = work;
  const about = { queue, poison: work.poison, message, popReceipt: message.popReceipt, log };
  if (message.dequeueCount > work.options.maxDequeueCount && (await movePoisoned(about))) return;
  const lease = keepLease({ ...message, queue, log, leaseSeconds: work.intervals.queueLeaseSeconds, renewMs: work.intervals.queueRenewMs });
  try {
    const text = decodeMessage(message.messageText, work.options.messageEncoding);
    if (text === null) return await refuse(work, message, lease);
    await work.invoke(fn, { input: { string: text }, triggerMetadata: messageMetadata(message, text), reason: `new message on ${queue.name}` });
  } catch (error) {
    return await fail(work, message, lease, error);
  } finally {
    await lease.stop();
  }
  await deleteMessage({ queue, messageId: message.messageId, popReceipt: lease.popReceipt(), log });
}

async function refuse({ queue, poison, log }: MessageWork, message: DequeuedMessageItem, lease: QueueLease): Promise<void> {
  log.error(
    `message ${message.messageId} of ${queue.name} is not base64, as messageEncoding of host.json says; it goes to the poison queue as it is`,
  );
  await lease.stop();
  await movePoisoned({ queue, poison, message, popReceipt: lease.popReceipt(), log });
}

async function fail({ queue, poison, options, log }: MessageWork, message: DequeuedMessageItem, lease: QueueLease, error: unknown): Promise<void> {
  await lease.stop();
  const popReceipt = lease.popReceipt();
  log.debug(`message ${message.messageId} failed at delivery ${message.dequeueCount} of ${options.maxDequeueCount}: ${messageOf(error)}`);
  if (message.dequeueCount < options.maxDequeueCount) {
    await queue.updateMessage(message.messageId, popReceipt, undefined, Math.ceil(options.visibilityTimeoutMs / 1000));
    return;
  }
  await movePoisoned({ queue, poison, message, popReceipt, log });
}
