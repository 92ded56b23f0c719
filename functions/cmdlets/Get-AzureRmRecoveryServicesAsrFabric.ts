import { z } from "zod";
import { list, object } from "../../lib/api/answer.js";
import { defineCmdlet } from "../../lib/api/cmdlet.js";
import type { FleetContext } from "../../lib/api/context.js";
import { findFabric, findFabricByFriendlyName } from "../../lib/api/find-fabric.js";
import { AsrFabric, asrFabric } from "../../lib/api/objects/fabric.js";
import { text } from "../../lib/api/parameter.js";

export const getAsrFabric = defineCmdlet({
  name: "Get-AzureRmRecoveryServicesAsrFabric",
  synopsis: "Gets the fabrics: configuration servers (classic) and replication appliances (modernized).",
  scope: "reader",
  parameterSets: {
    Default: z.object({}),
    ByName: z.object({ Name: text("Name of the fabric.") }),
    ByFriendlyName: z.object({ FriendlyName: text("Friendly name of the fabric, in any case.") }),
  },
  defaultSet: "Default",
  output: AsrFabric,
  answers: "list",
  examples: [
    { title: "All fabrics", parameters: {} },
    { title: "One fabric by its friendly name", parameters: { FriendlyName: "CS1" } },
  ],
  async run(context, parameters) {
    switch (parameters.parameterSet) {
      case "Default":
        return list(await Promise.all((await context.fabrics.list()).map((fabric) => shown(context, fabric))));
      case "ByName":
        return object(await shown(context, (await findFabric(context, parameters.Name, "Name")).value));
      case "ByFriendlyName":
        return object(await shown(context, await findFabricByFriendlyName(context, parameters.FriendlyName)));
    }
  },
});

type Fabric = Awaited<ReturnType<FleetContext["fabrics"]["list"]>>[number];

const shown = async (context: FleetContext, fabric: Fabric): Promise<AsrFabric> =>
  asrFabric(fabric, await context.accounts.list(fabric.name), context.vault);
