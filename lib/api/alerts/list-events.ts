import type { Page, PageRequest } from "../../core/versioned.js";
import type { FleetEvent } from "../../fleet/alerts/event.js";
import type { FleetContext } from "../cmdlet/context.js";
import { readMatching } from "../cmdlet/paging.js";
import { findFabric } from "../fabrics/find-fabric.js";
import { parseArmId } from "../ids/arm-id.js";
import { findProtectableItem, findProtectedItem } from "../machines/find-machine.js";

/** One value, or several of which one must fit. */
type OneOf = string | readonly string[] | undefined;

export type EventFilter = Readonly<{
  AffectedObjectFriendlyName?: OneOf;
  Severity?: OneOf;
  EventType?: OneOf;
  EventCode?: OneOf;
  StartTime?: Date | undefined;
  EndTime?: Date | undefined;
  fabric?: OneOf;
  job?: string | undefined;
}>;

/** Events, newest first. */
export function listEvents({ events }: FleetContext, filter: EventFilter, page: PageRequest): Promise<Page<FleetEvent>> {
  const { StartTime, EndTime } = filter;
  const query = { ...(StartTime && { from: StartTime }), ...(EndTime && { until: EndTime }) };
  return readMatching(
    (next) => events.list(query, next),
    page,
    (event) => fits(event, filter),
  );
}

/** What an event must name to belong to this fabric, item or job. */
export async function filterOfResource(context: FleetContext, id: string): Promise<EventFilter> {
  const wanted = ["replicationFabrics", "replicationProtectableItems", "replicationProtectedItems", "replicationJobs"] as const;
  const parts = parseArmId(context.vault, id, { wanted, parameter: "ResourceId" });
  if (parts.replicationJobs !== undefined) return { job: parts.replicationJobs };
  if (parts.replicationProtectionContainers === undefined) return { fabric: (await findFabric(context, id, "ResourceId")).value.name };
  const find = parts.replicationProtectedItems === undefined ? findProtectableItem : findProtectedItem;
  const { machine } = await find(context, id, "ResourceId");
  return { fabric: machine.value.fabric, AffectedObjectFriendlyName: machine.value.friendlyName };
}

const fits = (event: FleetEvent, filter: EventFilter): boolean =>
  same(filter.AffectedObjectFriendlyName, event.affectedObjectFriendlyName) &&
  same(filter.fabric, event.fabric) &&
  same(filter.job, event.job) &&
  same(filter.Severity, event.severity) &&
  same(filter.EventType, event.type) &&
  same(filter.EventCode, event.code);

const same = (wanted: OneOf, is: string | undefined): boolean =>
  wanted === undefined || [wanted].flat().some((one) => one.toLowerCase() === is?.toLowerCase());
