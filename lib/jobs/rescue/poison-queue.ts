import type { z } from "zod";
import { uuidv7Of } from "../../core/ids.js";
import type { Log } from "../../core/log.js";
import { orPutBack } from "../../core/schema.js";
import type { EventStore } from "../../fleet/ports.js";

/** A message that the host gave up, as it lies in a poison queue: what it says, or why nobody can tell. */
export type PoisonedMessage = Readonly<{ id: string; insertedOn: Date }> &
  (Readonly<{ value: unknown; problem?: undefined }> | Readonly<{ problem: string }>);

/** One poison queue. */
export interface PoisonQueue<M extends PoisonedMessage = PoisonedMessage> {
  readonly name: string;
  /** Some of its messages, hidden from others for some minutes; none when it is empty. */
  receive(): Promise<readonly M[]>;
  /** Keeps the message as it came, with what is wrong with it; says where. Safe to repeat. */
  putAside(message: M, problem: string): Promise<string>;
  remove(message: M): Promise<void>;
}

type Deps<T> = Readonly<{
  queue: PoisonQueue;
  events: EventStore;
  log: Log;
  schema: z.ZodType<T>;
  handle(message: T): Promise<void>;
  /** Sends what a newer release wrote into the queue that it came from. */
  putBack(message: object): Promise<void>;
}>;

/** A pass is kept short: the next one comes in a minute. */
const MOST_RECEIVES = 10;

/**
 * Handles what can be read. The rest is put aside once and told as an event: the host itself hands such a message to no function, and would look
 * at it for ever. One that could not be handled comes again; gives the number of those that are done with.
 */
export async function emptyPoisonQueue<T>(deps: Deps<T>): Promise<number> {
  let done = 0;
  for (let i = 0; i < MOST_RECEIVES; i++) {
    const messages = await deps.queue.receive();
    if (messages.length === 0) break;
    for (const message of messages) done += (await settle(deps, message)) ? 1 : 0;
  }
  return done;
}

async function settle<T>(deps: Deps<T>, message: PoisonedMessage): Promise<boolean> {
  const { queue, log, putBack } = deps;
  try {
    if (message.problem !== undefined) await putAside(deps, message, message.problem);
    else await orPutBack({ message: message.value, log, putBack, work: () => handleOrPutAside(deps, message, message.value) });
    await queue.remove(message);
    return true;
  } catch (error) {
    log.warn("a poisoned message could not be handled; it comes again", { queue: queue.name, message: message.id, error });
    return false;
  }
}

async function handleOrPutAside<T>(deps: Deps<T>, message: PoisonedMessage, value: unknown): Promise<void> {
  const read = deps.schema.safeParse(value);
  if (read.success) await deps.handle(read.data);
  else await putAside(deps, message, "it is JSON, but no message of ours");
}

async function putAside(
  { queue, events, log }: Pick<Deps<unknown>, "queue" | "events" | "log">,
  message: PoisonedMessage,
  problem: string,
): Promise<void> {
  const place = await queue.putAside(message, problem);
  await events.add({
    name: uuidv7Of(message.insertedOn, `${queue.name}/${message.id}`),
    code: "MessageUnreadable",
    type: "ServerHealth",
    severity: "Warning",
    description: `A message of the queue ${queue.name} cannot be read (${problem}) and was put aside: ${place}. Something else writes into the queues of this service, or another version of it did.`,
    affectedObjectFriendlyName: queue.name,
    time: message.insertedOn.toISOString(),
  });
  log.error("a message that cannot be read was put aside", { queue: queue.name, message: message.id, problem, place });
}
