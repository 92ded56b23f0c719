import { z } from "zod";
import { defineCmdlet } from "../../lib/api/cmdlet/cmdlet.js";
import { reference } from "../../lib/api/cmdlet/reference.js";
import { findProtectableItem } from "../../lib/api/machines/find-machine.js";
import { proposeRemoval } from "../../lib/api/machines/propose-removal.js";
import { AsrProtectableItem } from "../../lib/api/objects/protectable-item.js";

export const removeAsrProtectableItem = defineCmdlet({
  name: "Remove-AzureRmRecoveryServicesAsrProtectableItem",
  synopsis: "Removes a machine from the inventory. Refused while it is a replication protected item, or a job on it has not ended.",
  remarks:
    "The machine itself is not contacted; what is installed on it stays. Its jobs and events stay on record. A machine that is read from a vault comes back with the next import of that vault. Answers with the machine as it was.",
  extension: true,
  scope: "administrator",
  parameterSets: { Default: z.object({ InputObject: reference("ASRProtectableItem", "The machine to remove.", { aliases: ["ProtectableItem"] }) }) },
  defaultSet: "Default",
  output: AsrProtectableItem,
  answers: "object",
  supportsShouldProcess: true,
  examples: [{ title: "Remove a machine that is gone", parameters: { InputObject: "<protectable item ID>" } }],
  async run(context, { InputObject }) {
    const { machine, fabric } = await findProtectableItem(context, InputObject, "InputObject");
    return proposeRemoval(context, machine.value, fabric);
  },
});
