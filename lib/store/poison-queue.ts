import type { ContainerClient } from "@azure/storage-blob";
import type { QueueClient } from "@azure/storage-queue";
import type { PoisonedMessage, PoisonQueue } from "../jobs/rescue/poison-queue.js";
import { readMessage } from "./message-queue.js";
import { putJson } from "./rows/json-blob.js";
import { isAbsent, storageFailure } from "./rows/storage-error.js";

const AT_ONCE = 32; // the most that the service gives
const HIDDEN_SECONDS = 300;

type Received = PoisonedMessage & Readonly<{ text: string; popReceipt: string }>;

/** A poison queue of the host; what is put aside lies in `unreadable/<queue>/<message>.json` of the container. */
export function poisonQueue(queue: QueueClient, container: ContainerClient): PoisonQueue<Received> {
  const { name } = queue;
  const what = `The queue ${name}`;
  return {
    name,
    async receive() {
      const options = { numberOfMessages: AT_ONCE, visibilityTimeout: HIDDEN_SECONDS };
      const { receivedMessageItems } = await queue.receiveMessages(options).catch(storageFailure(what));
      return receivedMessageItems.map(({ messageId: id, messageText: text, ...more }) => ({ id, text, ...more, ...readMessage(text) }));
    },
    async putAside({ id, text, insertedOn }, problem) {
      const place = `unreadable/${name}/${id}.json`;
      await putJson(container, place, { queue: name, id, insertedOn: insertedOn.toISOString(), problem, text });
      return `${container.containerName}/${place}`;
    },
    async remove({ id, popReceipt }) {
      await queue.deleteMessage(id, popReceipt).catch((error) => (isAbsent(error) ? undefined : storageFailure(what)(error)));
    },
  };
}
