import { FleetError } from "../../../lib/core/errors.js";
import { type Alert, type AlertSetting, NO_ALERTS } from "../../../lib/fleet/alerts/alert.js";
import type { AlertMessage, AlertQueue, AlertStore } from "../../../lib/fleet/ports.js";
import { memoryPage, memoryRows } from "./memory-rows.js";

/** Alerts and their setting in memory. */
export function memoryAlerts(): AlertStore {
  let setting: AlertSetting = NO_ALERTS;
  const alerts = memoryRows<Alert>(({ name }) => name);
  return {
    findSetting: async () => structuredClone(setting),
    putSetting: async (next) => {
      setting = structuredClone(next);
    },
    add: async (alert) => {
      if (!(await alerts.find(alert.name))) alerts.put(alert);
    },
    find: async (channel, event) => {
      const found = await alerts.find(`${channel}:${event}`);
      return found?.value.state === "pending" ? found : undefined;
    },
    async replace(before, after, etag) {
      if ((await alerts.find(before.name))?.etag !== etag) throw new FleetError("Conflict", `Alert ${before.name} was changed`, { retryable: true });
      await alerts.replace(after, etag);
    },
    remove: async ({ name }) => alerts.remove(name),
    async list(state, { channel }, page) {
      const fitting = alerts.all().filter((one) => one.state === state && (channel === undefined || one.channel === channel));
      const { items, ...next } = memoryPage(fitting, page);
      const found = await Promise.all(items.map(({ name }) => alerts.find(name)));
      return { ...next, items: found.flatMap((one) => (one ? [{ ...one, name: one.value.name }] : [])) };
    },
  };
}

/** A queue in memory of which messages are taken in their order. */
export function memoryMessages<M>(): {
  send(message: M, delaySeconds: number): Promise<void>;
  take(): { message: M; delaySeconds: number } | undefined;
} {
  const sent: { message: M; delaySeconds: number }[] = [];
  return { send: async (message, delaySeconds) => void sent.push({ message, delaySeconds }), take: () => sent.shift() };
}

export const memoryAlertQueue = (): AlertQueue & ReturnType<typeof memoryMessages<AlertMessage>> => memoryMessages<AlertMessage>();
