import { z } from "zod";
import { list, object } from "../../lib/api/cmdlet/answer.js";
import { defineCmdlet } from "../../lib/api/cmdlet/cmdlet.js";
import { text } from "../../lib/api/cmdlet/parameter.js";
import { reference } from "../../lib/api/cmdlet/reference.js";
import { findContainerByFriendlyName, findFabric, placeOf } from "../../lib/api/fabrics/find-fabric.js";
import { AsrProtectionContainer, asrProtectionContainer } from "../../lib/api/objects/fabric.js";

const Fabric = reference("ASRFabric", "The fabric that has the container.");

export const getAsrProtectionContainer = defineCmdlet({
  name: "Get-AzureRmRecoveryServicesAsrProtectionContainer",
  synopsis: "Gets the protection containers of a fabric.",
  scope: "reader",
  readsOnly: true,
  parameterSets: {
    ByFabricObject: z.object({ Fabric }),
    ByObjectWithName: z.object({ Name: text("Name of the container."), Fabric }),
    ByObjectWithFriendlyName: z.object({ FriendlyName: text("Friendly name of the container, in any case."), Fabric }),
  },
  defaultSet: "ByFabricObject",
  output: AsrProtectionContainer,
  answers: "list",
  examples: [{ title: "All containers of a fabric", parameters: { Fabric: "CS1" } }],
  async run(context, parameters) {
    const { value: fabric } = await findFabric(context, parameters.Fabric);
    switch (parameters.parameterSet) {
      case "ByFabricObject":
        return list((await context.fabrics.listContainers(fabric.name)).map((container) => asrProtectionContainer(container, fabric, context.vault)));
      case "ByObjectWithName": {
        const place = await placeOf(context, { fabric: fabric.name, container: parameters.Name, parameter: "Name" });
        return object(asrProtectionContainer(place.container, fabric, context.vault));
      }
      case "ByObjectWithFriendlyName":
        return object(
          asrProtectionContainer(await findContainerByFriendlyName(context, fabric.name, parameters.FriendlyName), fabric, context.vault),
        );
    }
  },
});
