import { z } from "zod";
import { proposal } from "../../lib/api/answer.js";
import { defineCmdlet } from "../../lib/api/cmdlet.js";
import { findEitherItem } from "../../lib/api/find-item.js";
import { AsrJob } from "../../lib/api/objects/job.js";
import { reference } from "../../lib/api/reference.js";
import { acceptHostKeyParameter, accountParameter, jobInput, startMachineJob, targetVersionParameter } from "../../lib/api/start-machine-job.js";

const common = {
  Account: accountParameter,
  TargetVersion: targetVersionParameter,
  AcceptHostKey: acceptHostKeyParameter,
};

export const installAsrMobilityService = defineCmdlet({
  name: "Install-AzureRmRecoveryServicesAsrMobilityService",
  synopsis: "Installs the Mobility service on a machine, without asking for replication.",
  remarks: "A machine that has the version already is not touched, and the job says so.",
  extension: true,
  scope: "operator",
  parameterSets: {
    ByProtectableItem: z.object({ ProtectableItem: reference("ASRProtectableItem", "The machine."), ...common }),
    ByReplicationProtectedItem: z.object({ ReplicationProtectedItem: reference("ASRReplicationProtectedItem", "The machine."), ...common }),
  },
  defaultSet: "ByProtectableItem",
  output: AsrJob,
  answers: "job",
  supportsShouldProcess: true,
  examples: [{ title: "Install on a machine", parameters: { ProtectableItem: "<item ID>", Account: "LinuxAccount" } }],
  async run(context, parameters, caller) {
    const { machine } = await findEitherItem(context, parameters);
    const input = await jobInput(context, machine.value, parameters);
    return proposal({
      target: machine.value.friendlyName,
      action: "Install Mobility Service",
      perform: () => startMachineJob(context, caller, { recipe: "install", machine: machine.value, input }),
    });
  },
});
