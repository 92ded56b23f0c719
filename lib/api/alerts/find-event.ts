import { FleetError } from "../../core/errors.js";
import type { FleetEvent } from "../../fleet/alerts/event.js";
import type { FleetContext } from "../cmdlet/context.js";

/** The event of this name. Throws ResourceNotFound. */
export async function findEvent({ events }: Pick<FleetContext, "events">, name: string): Promise<FleetEvent> {
  const event = await events.find(name);
  if (!event) throw new FleetError("ResourceNotFound", `There is no event with the name "${name}"`, { target: "Name" });
  return event;
}
