import { defineCmdlet } from "../../lib/api/cmdlet/cmdlet.js";
import { machineSets } from "../../lib/api/machines/parameters.js";
import { proposeOnMachines } from "../../lib/api/machines/propose-on-machines.js";
import { logInParameters } from "../../lib/api/machines/start-machine-job.js";
import { AsrJob } from "../../lib/api/objects/job.js";

export const uninstallAsrMobilityService = defineCmdlet({
  name: "Uninstall-AzureRmRecoveryServicesAsrMobilityService",
  synopsis: "Removes the Mobility service from machines, and looks whether it is gone: services, driver, folder.",
  remarks:
    "What stays behind is named in the job. A machine without the Mobility service is not touched. Several machines make a batch; a container or fabric stands for all its machines, protected or not, so look at WhatIf first.",
  extension: true,
  scope: "operator",
  parameterSets: machineSets(logInParameters),
  defaultSet: "ByProtectableItem",
  output: AsrJob,
  answers: "job",
  supportsShouldProcess: true,
  examples: [{ title: "Uninstall from a machine", parameters: { ProtectableItem: "<item ID>", Account: "LinuxAccount" } }],
  run: (context, parameters, caller) => proposeOnMachines(context, caller, parameters, { recipe: "uninstall", protectedOnly: false }),
});
