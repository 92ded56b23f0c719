import { z } from "zod";
import { list, object } from "../../lib/api/cmdlet/answer.js";
import { defineCmdlet } from "../../lib/api/cmdlet/cmdlet.js";
import { text } from "../../lib/api/cmdlet/parameter.js";
import { findFabric, findFabricByFriendlyName } from "../../lib/api/fabrics/find-fabric.js";
import { showFabric } from "../../lib/api/fabrics/show-fabric.js";
import { AsrFabric } from "../../lib/api/objects/fabric.js";

export const getAsrFabric = defineCmdlet({
  name: "Get-AzureRmRecoveryServicesAsrFabric",
  synopsis: "Gets the fabrics: configuration servers (classic) and replication appliances (modernized).",
  scope: "reader",
  readsOnly: true,
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
        return list(await Promise.all((await context.fabrics.list()).map((fabric) => showFabric(context, fabric))));
      case "ByName":
        return object(await showFabric(context, (await findFabric(context, parameters.Name, "Name")).value));
      case "ByFriendlyName":
        return object(await showFabric(context, await findFabricByFriendlyName(context, parameters.FriendlyName)));
    }
  },
});
