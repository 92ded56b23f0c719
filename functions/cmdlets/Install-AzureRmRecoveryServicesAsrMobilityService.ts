import { defineCmdlet } from "../../lib/api/cmdlet/cmdlet.js";
import { machineSets } from "../../lib/api/machines/parameters.js";
import { proposeOnMachines } from "../../lib/api/machines/propose-on-machines.js";
import {
  acceptHostKeyParameter,
  acceptHostNameChangeParameter,
  accountParameter,
  excludeFromAntivirusParameter,
  restartParameter,
  targetVersionParameter,
} from "../../lib/api/machines/start-machine-job.js";
import { AsrJob } from "../../lib/api/objects/job.js";

export const installAsrMobilityService = defineCmdlet({
  name: "Install-AzureRmRecoveryServicesAsrMobilityService",
  synopsis: "Installs the Mobility service on machines, without asking for replication: on one, on several, or on all of a container or fabric.",
  remarks:
    "A machine that has the version already is not touched, and the job says so. Several machines make a batch; a container or fabric stands for all its machines, protected or not.",
  extension: true,
  scope: "operator",
  parameterSets: machineSets({
    Account: accountParameter,
    TargetVersion: targetVersionParameter,
    AcceptHostKey: acceptHostKeyParameter,
    AcceptHostNameChange: acceptHostNameChangeParameter,
    Restart: restartParameter,
    ExcludeFromAntivirus: excludeFromAntivirusParameter,
  }),
  defaultSet: "ByProtectableItem",
  output: AsrJob,
  answers: "job",
  supportsShouldProcess: true,
  examples: [
    { title: "Install on a machine", parameters: { ProtectableItem: "<item ID>", Account: "LinuxAccount" } },
    {
      title: "Install on the web servers of a container",
      parameters: { ProtectionContainer: "<container ID>", FriendlyName: "web-*", Account: "LinuxAccount" },
    },
  ],
  run: (context, parameters, caller) => proposeOnMachines(context, caller, parameters, { recipe: "install", protectedOnly: false }),
});
