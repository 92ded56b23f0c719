import type { TableClient } from "@azure/data-tables";
import { isUuidv7 } from "../../core/ids.js";
import { FleetEvent } from "../../fleet/alerts/event.js";
import type { EventStore } from "../../fleet/ports.js";
import { readTimeline } from "../rows/read-timeline.js";
import { rows } from "../rows/rows.js";
import { timeKey } from "../rows/timeline.js";

/** Events by day and name. Adding the same event twice leaves one. */
export function eventTable(table: TableClient): EventStore {
  const events = rows<FleetEvent>(table, { schema: FleetEvent, nameOf: ({ name }) => `Event ${name}`, keyOf: ({ name }) => timeKey(name) });
  return {
    add: (event) => events.put(event),
    find: async (name) => (isUuidv7(name) ? (await events.find(timeKey(name)))?.value : undefined),
    list: (query, page) => readTimeline(events, query, page),
  };
}
