import { z } from "zod";
import { list, object } from "../../lib/api/cmdlet/answer.js";
import { defineCmdlet } from "../../lib/api/cmdlet/cmdlet.js";
import { text } from "../../lib/api/cmdlet/parameter.js";
import { reference } from "../../lib/api/cmdlet/reference.js";
import { findFabric } from "../../lib/api/fabrics/find-fabric.js";
import { providerOf } from "../../lib/api/fabrics/services-provider.js";
import { AsrServicesProvider, asrServicesProvider, providersOf } from "../../lib/api/objects/services-provider.js";

const Fabric = reference("ASRFabric", "The fabric of the provider.");

export const getAsrServicesProvider = defineCmdlet({
  name: "Get-AzureRmRecoveryServicesAsrServicesProvider",
  synopsis: "Gets the services providers of a fabric: whether its server is connected, and with which version.",
  scope: "reader",
  parameterSets: {
    Default: z.object({ Fabric }),
    ByName: z.object({ Name: text("Name of the provider."), Fabric }),
    ByFriendlyName: z.object({ FriendlyName: text("Friendly name of the provider, in any case."), Fabric }),
  },
  defaultSet: "Default",
  output: AsrServicesProvider,
  answers: "list",
  examples: [{ title: "The providers of a fabric", parameters: { Fabric: "CS1" } }],
  async run(context, parameters) {
    const { value: fabric } = await findFabric(context, parameters.Fabric);
    const shown = (provider: Parameters<typeof asrServicesProvider>[0]) => asrServicesProvider(provider, fabric, context.vault);
    switch (parameters.parameterSet) {
      case "Default":
        return list(providersOf(fabric).map(shown));
      case "ByName":
        return object(shown(providerOf(fabric, { name: parameters.Name }, "Name").provider));
      case "ByFriendlyName":
        return object(shown(providerOf(fabric, { friendlyName: parameters.FriendlyName }, "FriendlyName").provider));
    }
  },
});
