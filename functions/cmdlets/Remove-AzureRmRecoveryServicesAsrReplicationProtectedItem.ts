import { z } from "zod";
import { defineCmdlet } from "../../lib/api/cmdlet/cmdlet.js";
import { switchParameter } from "../../lib/api/cmdlet/parameter.js";
import { reference } from "../../lib/api/cmdlet/reference.js";
import { proposeProtectionRemoval } from "../../lib/api/machines/remove-protection.js";
import { logInParameters } from "../../lib/api/machines/start-machine-job.js";
import { AsrJob } from "../../lib/api/objects/job.js";

export const removeAsrReplicationProtectedItem = defineCmdlet({
  name: "Remove-AzureRmRecoveryServicesAsrReplicationProtectedItem",
  synopsis: "Ends the protection of a machine: removes the Mobility service from it, then the replication protected item.",
  remarks:
    "The item stays listed until the Mobility service is gone. With Force it is only forgotten: the machine is not touched, and need not be there any more; what is installed on it stays. Replication itself (disks, recovery points) is ended in the vault. The machine stays a protectable item.",
  scope: "operator",
  parameterSets: {
    Default: z.object({
      InputObject: reference("ASRReplicationProtectedItem", "The item to remove.", { aliases: ["ReplicationProtectedItem"] }),
      Force: switchParameter("Forgets the item without asking the machine.").optional(),
      ...logInParameters,
    }),
  },
  defaultSet: "Default",
  output: AsrJob,
  answers: "job",
  supportsShouldProcess: true,
  examples: [
    { title: "End the protection of a machine", parameters: { InputObject: "<item ID>" } },
    { title: "Forget a machine that is gone", parameters: { InputObject: "<item ID>", Force: true } },
  ],
  run: (context, { InputObject, Force, parameterSet: _only, ...login }, caller) =>
    proposeProtectionRemoval(context, caller, { item: InputObject, parameter: "InputObject", force: Force === true, ...login }),
});
