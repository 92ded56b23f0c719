import { z } from "zod";
import type { Fabric } from "../../../fleet/fabrics/fabric.js";
import { startedJob } from "../../cmdlet/answer.js";
import type { FleetContext } from "../../cmdlet/context.js";
import { text } from "../../cmdlet/parameter.js";
import { findFabric, placeOf } from "../../fabrics/find-fabric.js";
import { proposeFabricRemoval } from "../../fabrics/propose-fabric-removal.js";
import { showFabric } from "../../fabrics/show-fabric.js";
import { fabricId } from "../../ids/resource-ids.js";
import { asrProtectionContainer } from "../../objects/fabric.js";
import { bindFilter } from "../bind-to.js";
import { type ArmAnswer, type ArmCall, accepted, all, operation, resource } from "../operation.js";
import { allPlaces } from "../places.js";
import { wireContainer, wireFabric } from "../wire/fabric.js";

const shown = async (context: FleetContext, fabric: Fabric) => wireFabric(await showFabric(context, fabric), fabric);

const asked = text("What is to be shown in more detail.").optional();
/** These ask for details beside the fabric; all that there are stand in it anyway. */
const FABRIC_FILTER = z.object({
  zoneToZoneMappings: asked,
  extendedLocationMappings: asked,
  locationDetails: asked,
  fetchAgentDetails: asked,
  biosId: asked,
  fqdn: asked,
  discoveryType: asked,
  osType: asked,
});

const PATH = "replicationFabrics/{fabricName}";
const CONTAINERS = `${PATH}/replicationProtectionContainers` as const;

export const FABRIC_OPERATIONS = [
  operation("replicationFabrics.list", {
    method: "GET",
    path: "replicationFabrics",
    does: "`Get-ASRFabric`",
    run: async ({ context }) => all(await Promise.all((await context.fabrics.list()).map((fabric) => shown(context, fabric)))),
  }),
  operation("replicationFabrics.get", {
    method: "GET",
    path: PATH,
    does: "`Get-ASRFabric -Name`",
    run: async ({ context, names, query }) => {
      bindFilter(FABRIC_FILTER, query.filter);
      return resource(await shown(context, (await findFabric(context, names.fabricName, "fabricName")).value));
    },
  }),
  operation("replicationFabrics.delete", {
    method: "POST",
    path: `${PATH}/remove`,
    scope: "administrator",
    does: "`Remove-ASRFabric`: refused while anything lies below it",
    run: (call) => remove(call, { force: false }),
  }),
  operation("replicationFabrics.purge", {
    method: "DELETE",
    path: PATH,
    scope: "administrator",
    does: "`Remove-ASRFabric -Force`: with its machines and accounts, none of which is contacted",
    run: (call) => remove(call, { force: true }),
  }),
  operation("replicationProtectionContainers.list", {
    method: "GET",
    path: "replicationProtectionContainers",
    does: "`Get-ASRProtectionContainer`, of all fabrics",
    run: async ({ context }) =>
      all((await allPlaces(context)).map(({ container, fabric }) => wireContainer(asrProtectionContainer(container, fabric, context.vault)))),
  }),
  operation("replicationProtectionContainers.listByReplicationFabrics", {
    method: "GET",
    path: CONTAINERS,
    does: "`Get-ASRProtectionContainer`",
    run: async ({ context, names }) => {
      const { value: fabric } = await findFabric(context, names.fabricName, "fabricName");
      const containers = await context.fabrics.listContainers(fabric.name);
      return all(containers.map((container) => wireContainer(asrProtectionContainer(container, fabric, context.vault))));
    },
  }),
  operation("replicationProtectionContainers.get", {
    method: "GET",
    path: `${CONTAINERS}/{protectionContainerName}`,
    does: "`Get-ASRProtectionContainer -Name`",
    run: async ({ context, names }) => {
      const place = { fabric: names.fabricName, container: names.protectionContainerName, parameter: "protectionContainerName" };
      const { container, fabric } = await placeOf(context, place);
      return resource(wireContainer(asrProtectionContainer(container, fabric, context.vault)));
    },
  }),
];

async function remove({ context, caller, names }: ArmCall<"fabricName">, { force }: Readonly<{ force: boolean }>): Promise<ArmAnswer> {
  const { value: fabric } = await findFabric(context, names.fabricName, "fabricName");
  const { perform } = await proposeFabricRemoval(context, caller, fabric, force);
  return accepted(context, startedJob(await perform()), fabricId(context.vault, fabric.name));
}
