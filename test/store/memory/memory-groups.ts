import type { AvailabilityGroup } from "../../../lib/fleet/machines/availability-group.js";
import type { GroupStore } from "../../../lib/fleet/ports.js";
import { lowerKey, memoryRows } from "./memory-rows.js";

/** Availability groups in memory. */
export function memoryGroups(): GroupStore {
  const groups = memoryRows<AvailabilityGroup>(({ fabric, name }) => lowerKey(fabric, name));
  return { find: (fabric, group) => groups.find(lowerKey(fabric, group)), create: groups.create, replace: groups.replace };
}
