import { z } from "zod";
import { list, object } from "../../lib/api/cmdlet/answer.js";
import { defineCmdlet } from "../../lib/api/cmdlet/cmdlet.js";
import { text } from "../../lib/api/cmdlet/parameter.js";
import { reference } from "../../lib/api/cmdlet/reference.js";
import { findContainer } from "../../lib/api/fabrics/find-fabric.js";
import { AsrProtectionContainerMapping, asrContainerMapping } from "../../lib/api/objects/container-mapping.js";

const ProtectionContainer = reference("ASRProtectionContainer", "The container that is mapped.");

/** Of the one that stands for whatever the vault has mapped. */
const NAME = "mapping-in-the-vault";

export const getAsrProtectionContainerMapping = defineCmdlet({
  name: "Get-AzureRmRecoveryServicesAsrProtectionContainerMapping",
  synopsis: "Gets an object that stands for the mapping of a container to a replication policy, for scripts that ask for it first.",
  remarks:
    "Policies are mapped in the vault, and the service knows none of them: it gives one mapping for each container, or one with the name that is asked for, whose policy is null. New-AzureRmRecoveryServicesAsrReplicationProtectedItem takes it and does not use it.",
  scope: "reader",
  parameterSets: {
    ByObject: z.object({ ProtectionContainer }),
    ByObjectWithName: z.object({ Name: text("Name of the mapping, as the vault has it."), ProtectionContainer }),
  },
  defaultSet: "ByObject",
  output: AsrProtectionContainerMapping,
  answers: "list",
  examples: [{ title: "The mapping of a container", parameters: { ProtectionContainer: "<container ID>" } }],
  async run(context, parameters) {
    const place = await findContainer(context, parameters.ProtectionContainer);
    switch (parameters.parameterSet) {
      case "ByObject":
        return list([asrContainerMapping(NAME, place, context.vault)]);
      case "ByObjectWithName":
        return object(asrContainerMapping(parameters.Name, place, context.vault));
    }
  },
});
