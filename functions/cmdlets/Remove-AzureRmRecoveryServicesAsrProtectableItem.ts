import { z } from "zod";
import { object, proposal } from "../../lib/api/cmdlet/answer.js";
import { defineCmdlet } from "../../lib/api/cmdlet/cmdlet.js";
import { reference } from "../../lib/api/cmdlet/reference.js";
import { findProtectableItem } from "../../lib/api/machines/find-machine.js";
import { refuseUsedMachine, removeMachine } from "../../lib/api/machines/remove-machine.js";
import { AsrProtectableItem, asrProtectableItem } from "../../lib/api/objects/protectable-item.js";

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
    await refuseUsedMachine(context, machine.value);
    return proposal({
      target: machine.value.friendlyName,
      action: "Remove protectable item",
      perform: async () => object(asrProtectableItem(await removeMachine(context, machine.value), fabric, context.vault)),
    });
  },
});
