import { z } from "zod";
import { findEvent } from "../../alerts/find-event.js";
import { listEvents } from "../../alerts/list-events.js";
import { choice, text, time } from "../../cmdlet/parameter.js";
import { asrEvent } from "../../objects/event.js";
import { bindFilter } from "../bind-to.js";
import { operation, resource } from "../operation.js";
import { wireEvent } from "../wire/event.js";

const FILTER = z.object({
  eventCode: text("Only events with this code.").optional(),
  eventType: choice("Only events of this type.", ["VmHealth", "ServerHealth", "AgentHealth"]).optional(),
  severity: choice("Only events of this severity.", ["Critical", "Warning", "OK", "Unknown"]).optional(),
  fabricName: text("Only events of the fabric with this name.").optional(),
  affectedObjectFriendlyName: text("Only events of the machine with this friendly name.").optional(),
  startTime: time("Only events at this time or later.").optional(),
  endTime: time("Only events at this time or earlier.").optional(),
});

export const EVENT_OPERATIONS = [
  operation("replicationEvents.list", {
    method: "GET",
    path: "replicationEvents",
    does: "`Get-ASREvent`",
    run: async ({ context, query }) => {
      const wanted = bindFilter(FILTER, query.filter);
      const filter = {
        EventCode: wanted.eventCode,
        EventType: wanted.eventType,
        Severity: wanted.severity,
        fabric: wanted.fabricName,
        AffectedObjectFriendlyName: wanted.affectedObjectFriendlyName,
        StartTime: wanted.startTime?.[0],
        EndTime: wanted.endTime?.[0],
      };
      const { items, next } = await listEvents(context, filter, query.page);
      return { kind: "page", items: items.map((event) => wireEvent(asrEvent(event, context.vault))), ...(next !== undefined && { next }) };
    },
  }),
  operation("replicationEvents.get", {
    method: "GET",
    path: "replicationEvents/{eventName}",
    does: "`Get-ASREvent -Name`",
    run: async ({ context, names }) => resource(wireEvent(asrEvent(await findEvent(context, names.eventName), context.vault))),
  }),
];
