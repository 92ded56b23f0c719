import { setTimeout as sleep } from "node:timers/promises";
import type { DequeuedMessageItem } from "@azure/storage-queue";
import { messageOf } from "../process/host-log.js";
import { type MessageWork, processMessage } from "../process/process-message.js";
import { queueBackoff } from "./queue-backoff.js";

export type QueueListener = Readonly<{
  queueName: string;
  /** Looks at once instead of waiting: an output of this host sent a message. */
  wake(): void;
  /** Receives no more; resolves when what was received is done. */
  stop(): Promise<void>;
}>;

/**
 * Receives batches while at most newBatchThreshold messages are at work, so at most batchSize + newBatchThreshold run at once.
 * An empty or missing queue, or a storage that does not answer, makes the pauses longer, up to maxPollingInterval.
 */
export function listenToQueue(work: MessageWork): QueueListener {
  const running = new Set<Promise<void>>();
  const stopping = new AbortController();
  let pause = new AbortController();
  const backoff = queueBackoff({
    firstMs: work.intervals.queueFirstPollMs,
    maxMs: work.intervals.queueMaxPollMs ?? work.options.maxPollingIntervalMs,
  });
  const start = (message: DequeuedMessageItem) => {
    const task = processMessage(work, message)
      .catch((error) => work.log.error(`message ${message.messageId} of ${work.queue.name}: ${messageOf(error)}`))
      .finally(() => running.delete(task));
    running.add(task);
  };
  const poll = async () => {
    while (!stopping.signal.aborted) {
      const messages = await receive(work);
      for (const message of messages) start(message);
      while (running.size > work.options.newBatchThreshold && !stopping.signal.aborted) await Promise.race(running);
      if (messages.length > 0) {
        backoff.reset();
        continue;
      }
      pause = new AbortController();
      const signal = AbortSignal.any([pause.signal, stopping.signal]);
      await sleep(backoff.next(), undefined, { signal }).catch(() => {});
    }
  };
  const polling = poll();
  return {
    queueName: work.queue.name,
    wake: () => {
      backoff.reset();
      pause.abort();
    },
    async stop() {
      stopping.abort();
      await polling;
      await Promise.all(running);
    },
  };
}

/** Up to batchSize messages; none also when there is no queue yet. Another error is told, and looks like an empty queue. */
async function receive({ queue, options, intervals, log }: MessageWork): Promise<DequeuedMessageItem[]> {
  try {
    const received = await queue.receiveMessages({ numberOfMessages: options.batchSize, visibilityTimeout: intervals.queueLeaseSeconds });
    return received.receivedMessageItems;
  } catch (error) {
    const missing = typeof error === "object" && error !== null && "statusCode" in error && error.statusCode === 404;
    if (!missing) log.warn(`queue ${queue.name} could not be read: ${messageOf(error)}`);
    return [];
  }
}
