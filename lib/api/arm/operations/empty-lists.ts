import { FleetError } from "../../../core/errors.js";
import type { FleetContext } from "../../cmdlet/context.js";
import { findFabric, placeOf } from "../../fabrics/find-fabric.js";
import { type ArmAnswer, all, operation } from "../operation.js";

const FABRIC = "replicationFabrics/{fabricName}";
const CONTAINER = `${FABRIC}/replicationProtectionContainers/{protectionContainerName}` as const;
const MAPPINGS = "replicationProtectionContainerMappings";

/** Lists of what the fleet has none of. They are answered, empty, because the clients of Azure read them on the way to something else. */
export const EMPTY_OPERATIONS = [
  operation("replicationProtectionContainerMappings.list", {
    method: "GET",
    path: MAPPINGS,
    does: "is always empty: policies are mapped in the vault",
    run: async () => all([]),
  }),
  operation("replicationProtectionContainerMappings.listByReplicationProtectionContainers", {
    method: "GET",
    path: `${CONTAINER}/${MAPPINGS}`,
    does: "is always empty: policies are mapped in the vault",
    run: async ({ context, names }) => {
      await placeOf(context, { fabric: names.fabricName, container: names.protectionContainerName, parameter: "protectionContainerName" });
      return all([]);
    },
  }),
  operation("replicationvCenters.list", {
    method: "GET",
    path: "replicationvCenters",
    does: "is always empty: machines are listed one by one or imported, not discovered through a vCenter",
    run: async () => all([]),
  }),
  operation("replicationvCenters.listByReplicationFabrics", {
    method: "GET",
    path: `${FABRIC}/replicationvCenters`,
    does: "is always empty",
    run: ({ context, names }) => noneOf(context, names.fabricName),
  }),
  operation("replicationvCenters.get", {
    method: "GET",
    path: `${FABRIC}/replicationvCenters/{vcenterName}`,
    does: "is always 404",
    run: async ({ context, names }) => {
      const { value: fabric } = await findFabric(context, names.fabricName, "fabricName");
      throw new FleetError("ResourceNotFound", `vCenter "${names.vcenterName}" is not associated with fabric "${fabric.name}"`, {
        target: "vcenterName",
      });
    },
  }),
];

async function noneOf(context: FleetContext, fabricName: string): Promise<ArmAnswer> {
  await findFabric(context, fabricName, "fabricName");
  return all([]);
}
