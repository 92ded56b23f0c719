import { defineCmdlet } from "../../lib/api/cmdlet/cmdlet.js";
import { machineSets } from "../../lib/api/machines/parameters.js";
import { proposeOnMachines } from "../../lib/api/machines/propose-on-machines.js";
import { logInParameters } from "../../lib/api/machines/start-machine-job.js";
import { AsrJob } from "../../lib/api/objects/job.js";

export const registerAsrMobilityService = defineCmdlet({
  name: "Register-AzureRmRecoveryServicesAsrMobilityService",
  synopsis: "Registers the installed Mobility service of machines with the server of their fabric, by the fabric's present address and secret.",
  remarks:
    "After a new passphrase, a new config.json or another address of the server (Set-AsrFabric). Several machines make a batch; a container or fabric stands for all its machines, protected or not.",
  extension: true,
  scope: "operator",
  parameterSets: machineSets(logInParameters),
  defaultSet: "ByProtectableItem",
  output: AsrJob,
  answers: "job",
  supportsShouldProcess: true,
  examples: [{ title: "Register a machine anew", parameters: { ProtectableItem: "<item ID>", Account: "LinuxAccount" } }],
  run: (context, parameters, caller) => proposeOnMachines(context, caller, parameters, { recipe: "configure", protectedOnly: false }),
});
