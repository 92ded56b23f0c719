import type { TableClient } from "@azure/data-tables";
import { AvailabilityGroup } from "../../fleet/machines/availability-group.js";
import type { GroupStore } from "../../fleet/ports.js";
import { encodeKey } from "../rows/keys.js";
import { rows } from "../rows/rows.js";

/** Availability groups, one partition a fabric; a row comes to be when the first job takes the group. */
export function groupTable(table: TableClient): GroupStore {
  const groups = rows<AvailabilityGroup>(table, {
    schema: AvailabilityGroup,
    nameOf: ({ name, fabric }) => `Availability group "${name}" of fabric "${fabric}"`,
    keyOf: ({ fabric, name }) => groupKey(fabric, name),
  });
  return {
    find: (fabric, group) => groups.find(groupKey(fabric, group)),
    create: (group) => groups.create(group),
    replace: (group, etag) => groups.replace(group, etag),
  };
}

const groupKey = (fabric: string, group: string) => ({ partitionKey: encodeKey(fabric), rowKey: encodeKey(group) });
