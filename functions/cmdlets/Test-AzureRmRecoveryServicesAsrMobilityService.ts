import { defineCmdlet } from "../../lib/api/cmdlet/cmdlet.js";
import { machineSets } from "../../lib/api/machines/parameters.js";
import { proposeOnMachines } from "../../lib/api/machines/propose-on-machines.js";
import { logInParameters } from "../../lib/api/machines/start-machine-job.js";
import { AsrJob } from "../../lib/api/objects/job.js";

export const testAsrMobilityService = defineCmdlet({
  name: "Test-AzureRmRecoveryServicesAsrMobilityService",
  synopsis: "Looks at the Mobility service of machines: version, services, registration, readiness. Changes nothing there.",
  remarks:
    "What was found is kept with the machine and shown by the Get- cmdlets. Several machines make a batch; a container or fabric stands for all its machines, protected or not.",
  extension: true,
  scope: "operator",
  parameterSets: machineSets(logInParameters),
  defaultSet: "ByProtectableItem",
  output: AsrJob,
  answers: "job",
  supportsShouldProcess: true,
  examples: [
    { title: "Look at a machine", parameters: { ProtectableItem: "<item ID>", Account: "LinuxAccount" } },
    { title: "Look at all machines of a fabric", parameters: { Fabric: "<fabric ID>", MaxConcurrency: 50 } },
  ],
  run: (context, parameters, caller) => proposeOnMachines(context, caller, parameters, { recipe: "test", protectedOnly: false }),
});
