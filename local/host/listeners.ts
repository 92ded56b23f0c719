import type { ContainerClient } from "@azure/storage-blob";
import { connectionOf, type Environment, type FailedFunction, type HostFunction } from "./app/functions.js";
import type { Invoke } from "./app/invoke.js";
import type { QueueOptions } from "./host-json.js";
import type { Intervals } from "./intervals.js";
import { type HostLog, messageOf } from "./process/host-log.js";
import { listenToQueue, type QueueListener } from "./queue/queue-listener.js";
import { poisonQueueName } from "./queue/queue-poison.js";
import { hostContainer, queueClients } from "./storage-clients.js";
import { listenToTimer } from "./timer/timer-listener.js";
import { timerSchedule } from "./timer/timer-schedule.js";

type ListenersOptions = Readonly<{
  settings: Environment;
  hostId: string;
  queues: QueueOptions;
  intervals: Intervals;
  invoke: Invoke;
  log: HostLog;
}>;

export type Listeners = Readonly<{ failed: readonly FailedFunction[]; start(): Promise<void>; wake(queueName: string): void; stop(): Promise<void> }>;

/** Queue and timer triggers of an app. What cannot be read of one puts that function in error; the others run. */
export function listeners(functions: readonly HostFunction[], options: ListenersOptions): Listeners {
  const failed: FailedFunction[] = [];
  const starts = functions.flatMap((fn) => {
    try {
      return fn.kind === "queue" ? [queueStart(fn, options)] : fn.kind === "timer" ? [timerStart(fn, options)] : [];
    } catch (error) {
      failed.push({ name: fn.name, reason: messageOf(error), disabled: false });
      return [];
    }
  });
  const running: (QueueListener | { stop(): Promise<void> })[] = [];
  return {
    failed,
    async start() {
      for (const start of starts) running.push(await start());
    },
    wake: (queueName) => {
      for (const listener of running) if ("wake" in listener && listener.queueName === queueName) listener.wake();
    },
    stop: async () => void (await Promise.all(running.map((listener) => listener.stop()))),
  };
}

function queueStart(fn: HostFunction, { settings, queues, intervals, invoke, log }: ListenersOptions): () => Promise<QueueListener> {
  const connection = connectionOf(fn.trigger, settings);
  const name = String(fn.trigger.queueName).toLowerCase();
  const poisonName = poisonQueueName(name);
  return async () => {
    const queue = await queueClients.queue(connection, name);
    const poison = poisonName === null ? null : await queueClients.queue(connection, poisonName);
    return listenToQueue({ fn, queue, poison, options: queues, intervals, invoke, log: log.about({ functionName: fn.name }) });
  };
}

function timerStart(fn: HostFunction, { settings, hostId, intervals, invoke, log }: ListenersOptions): () => Promise<{ stop(): Promise<void> }> {
  const connection = connectionOf({}, settings);
  const schedule = timerSchedule(String(fn.trigger.schedule), settings.WEBSITE_TIME_ZONE);
  let container: Promise<ContainerClient> | null = null;
  const open = () => {
    container ??= hostContainer(connection).catch((error) => {
      container = null; // asked again at the next try
      throw error;
    });
    return container;
  };
  return async () => listenToTimer({ fn, schedule, container: open, hostId, intervals, invoke, log: log.about({ functionName: fn.name }) });
}
