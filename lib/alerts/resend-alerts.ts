import { allPages } from "../core/all-pages.js";
import type { Clock } from "../core/clock.js";
import type { AlertQueue, AlertStore } from "../fleet/ports.js";

export type ResendDeps = Readonly<{ alerts: AlertStore; alertQueue: AlertQueue; clock: Clock }>;

const PAGE = 200;
/** So much is read in a pass; the next one comes soon. */
const MOST_PAGES = 50;
/** A message that is a little late is most likely in the queue. */
const LATE_MS = 120_000;

/** Sends the messages of alerts again that are long due: they were lost, or never sent. A pass ends with a page of them. Gives their number. */
export const resendAlerts =
  ({ alerts, alertQueue, clock }: ResendDeps) =>
  async (): Promise<number> => {
    const late = new Date(clock.now().getTime() - LATE_MS).toISOString();
    let [sent, pages] = [0, 0];
    for await (const items of allPages((page) => alerts.list("pending", {}, page), { size: PAGE })) {
      const due = items.filter(({ value }) => value.dueTime < late);
      for (const { value } of due) await alertQueue.send({ channel: value.channel, event: value.event.name }, 0);
      sent += due.length;
      pages += 1;
      if (pages === MOST_PAGES || sent >= PAGE) break;
    }
    return sent;
  };

/** Dead alerts become pending again, with all their time before them. Gives their number. */
export const reviveAlerts =
  ({ alerts, alertQueue, clock }: ResendDeps) =>
  async (): Promise<number> => {
    const { items } = await alerts.list("dead", {}, { size: PAGE });
    for (const { value, etag } of items) {
      const now = clock.now().toISOString();
      await alerts.replace(value, { ...value, state: "pending", attempts: 0, createdTime: now, dueTime: now }, etag);
      await alertQueue.send({ channel: value.channel, event: value.event.name }, 0);
    }
    return items.length;
  };
