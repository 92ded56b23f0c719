import { defineCmdlet } from "../../lib/api/cmdlet/cmdlet.js";
import { machineSets } from "../../lib/api/machines/parameters.js";
import { proposeOnMachines } from "../../lib/api/machines/propose-on-machines.js";
import { logInParameters } from "../../lib/api/machines/start-machine-job.js";
import { AsrJob } from "../../lib/api/objects/job.js";

export const installAsrAzureVMAgent = defineCmdlet({
  name: "Install-AzureRmRecoveryServicesAsrAzureVMAgent",
  synopsis: "Installs the Azure VM agent on machines with Linux that have failed over, and looks whether it is at work.",
  remarks:
    "A machine whose agent is at work already, as later failovers bring it, is not touched. It comes from the packages of the distribution (WALinuxAgent). On Windows the Mobility service's installer has brought it from 9.7.0.0 on; there the job looks and tells the cure. A machine that is not in Azure is refused unless Set-AsrFailedOverMachine marked it.",
  extension: true,
  scope: "operator",
  parameterSets: machineSets(logInParameters),
  defaultSet: "ByProtectableItem",
  output: AsrJob,
  answers: "job",
  supportsShouldProcess: true,
  examples: [{ title: "Install it on a machine after its failover", parameters: { ProtectableItem: "<item ID>", Account: "LinuxAccount" } }],
  run: (context, parameters, caller) => proposeOnMachines(context, caller, parameters, { recipe: "vm-agent", protectedOnly: false }),
});
