import { announce } from "../../lib/alerts/announce.js";
import { deliverAlert } from "../../lib/alerts/deliver-alert.js";
import { resendAlerts, reviveAlerts } from "../../lib/alerts/resend-alerts.js";
import { silentLog } from "../../lib/core/log.js";
import type { AlertChannelName } from "../../lib/fleet/alerts/alert.js";
import type { AlertChannel } from "../../lib/fleet/alerts/alert-channel.js";
import { handClock } from "../jobs/engine/engine.js";
import { memoryAlertQueue, memoryAlerts } from "../store/memory/memory-alerts.js";
import { memoryEvents } from "../store/memory/memory-events.js";

const none: AlertChannel = { atOnce: 1, gatherSeconds: 0, deliver: async () => Promise.reject(new Error("this channel is not tried here")) };

/** The outbox on memory stores, with a clock that the test moves. */
export function outbox(channels: Partial<Record<AlertChannelName, AlertChannel>>, clock = handClock()) {
  const [bare, alerts, alertQueue] = [memoryEvents(), memoryAlerts(), memoryAlertQueue()];
  const deps = { alerts, alertQueue, clock };
  const deliver = deliverAlert({ ...deps, events: bare, channels: { webhook: none, mail: none, ...channels }, log: silentLog });
  return {
    ...deps,
    bare,
    events: announce({ ...deps, events: bare }),
    deliver,
    resend: resendAlerts(deps),
    revive: reviveAlerts(deps),
    /** Delivers message after message, time passing as they ask for, until none is left or so many were. */
    async drain(most = 100): Promise<readonly number[]> {
      const delays: number[] = [];
      for (let i = 0; i < most; i++) {
        const next = alertQueue.take();
        if (!next) break;
        clock.pass(next.delaySeconds);
        delays.push(next.delaySeconds);
        await deliver(next.message);
      }
      return delays;
    },
  };
}
