import type { Clock } from "../core/clock.js";
import { type Alert, channelsOf } from "../fleet/alerts/alert.js";
import type { FleetEvent } from "../fleet/alerts/event.js";
import type { AlertQueue, AlertStore, EventStore } from "../fleet/ports.js";

export type AnnounceDeps = Readonly<{ events: EventStore; alerts: AlertStore; alertQueue: AlertQueue; clock: Clock }>;

/**
 * The same events, and whoever is to be told of them. The alerts' rows come first, then the event, then the messages: after a crash in
 * between, the event is added again by who wanted it, or its rows are found by the timer. An event that is there already is not told again.
 */
export function announce({ events, alerts, alertQueue, clock }: AnnounceDeps): EventStore {
  return {
    ...events,
    async add(event) {
      const channels = channelsOf(await alerts.findSetting());
      if (channels.length > 0 && (await events.find(event.name))) return;
      const on = channels.map((channel) => newAlert(channel, event, clock.now()));
      for (const alert of on) await alerts.add(alert);
      await events.add(event);
      for (const { channel } of on) await alertQueue.send({ channel, event: event.name }, 0);
    },
  };
}

const newAlert = (channel: Alert["channel"], event: FleetEvent, now: Date): Alert => ({
  ...{ name: `${channel}:${event.name}`, channel, event, state: "pending", attempts: 0 },
  ...{ createdTime: now.toISOString(), dueTime: now.toISOString() },
});
