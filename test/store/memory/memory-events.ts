import type { FleetEvent } from "../../../lib/fleet/alerts/event.js";
import type { EventStore } from "../../../lib/fleet/ports.js";
import { memoryRows } from "./memory-rows.js";
import { memoryTimeline } from "./memory-timeline.js";

/** Events in memory. */
export function memoryEvents(): EventStore {
  const events = memoryRows<FleetEvent>(({ name }) => name.toLowerCase());
  return {
    add: async (event) => events.put(event),
    find: async (name) => (await events.find(name.toLowerCase()))?.value,
    list: async (query, page) => memoryTimeline(events.all(), query, page),
  };
}
