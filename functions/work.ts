import { app, type StorageQueueFunctionOptions, type TimerFunctionOptions } from "@azure/functions";
import { settingsAreRight } from "../lib/start.js";

/**
 * Registers what runs without a caller: queues and timers. While a setting is wrong there are none of them: a message that cannot be worked on
 * would be tried some times and thrown away, and it waits instead.
 */
export const work = {
  storageQueue(name: string, options: StorageQueueFunctionOptions): void {
    if (settingsAreRight()) app.storageQueue(name, options);
  },
  timer(name: string, options: TimerFunctionOptions): void {
    if (settingsAreRight()) app.timer(name, options);
  },
};
