import { defineCmdlet } from "../../lib/api/cmdlet/cmdlet.js";
import { machineSets } from "../../lib/api/machines/parameters.js";
import { proposeOnMachines } from "../../lib/api/machines/propose-on-machines.js";
import { logInParameters } from "../../lib/api/machines/start-machine-job.js";
import { AsrJob } from "../../lib/api/objects/job.js";
import { antivirusPlan } from "../../lib/api/objects/plans/antivirus-plan.js";

export const setAsrMobilityServiceAntivirusExclusion = defineCmdlet({
  name: "Set-AzureRmRecoveryServicesAsrMobilityServiceAntivirusExclusion",
  synopsis: "Lets Defender on machines with Windows leave out the folders of the Mobility service, and looks whether it does.",
  remarks:
    "What a job has added is kept on record on the machine, and an uninstall takes back that and no more. Other virus scanners, and those of Linux, are named and never changed. Several machines make a batch; a container or fabric stands for all its machines, protected or not.",
  extension: true,
  scope: "operator",
  parameterSets: machineSets(logInParameters),
  defaultSet: "ByProtectableItem",
  output: AsrJob,
  answers: "job",
  supportsShouldProcess: true,
  examples: [
    { title: "Set the exclusions of a machine", parameters: { ProtectableItem: "<item ID>", Account: "WindowsAccount" } },
    { title: "Set them on all machines with Windows of a fabric", parameters: { Fabric: "<fabric ID>", OSTag: "Windows" } },
  ],
  run: (context, parameters, caller) =>
    proposeOnMachines(context, caller, parameters, { recipe: "exclude", protectedOnly: false, planOf: antivirusPlan }),
});
