import type { QueueClient } from "@azure/storage-queue";
import { type HostLog, messageOf } from "../process/host-log.js";

export type QueueLease = Readonly<{ popReceipt(): string; stop(): Promise<void> }>;

/** Keeps a message that is at work invisible to others, renewed again and again, until stopped. Each renewal changes the pop receipt. */
export function keepLease(options: {
  queue: QueueClient;
  messageId: string;
  popReceipt: string;
  leaseSeconds: number;
  renewMs: number;
  log: HostLog;
}): QueueLease {
  let popReceipt = options.popReceipt;
  let renewal: Promise<void> = Promise.resolve();
  const renew = async () => {
    try {
      const renewed = await options.queue.updateMessage(options.messageId, popReceipt, undefined, options.leaseSeconds);
      popReceipt = renewed.popReceipt ?? popReceipt;
    } catch (error) {
      options.log.error(`the lease of message ${options.messageId} could not be renewed, another host may get it: ${messageOf(error)}`);
    }
  };
  const timer = setInterval(() => {
    renewal = renewal.then(renew);
  }, options.renewMs);
  return {
    popReceipt: () => popReceipt,
    async stop() {
      clearInterval(timer);
      await renewal;
    },
  };
}
