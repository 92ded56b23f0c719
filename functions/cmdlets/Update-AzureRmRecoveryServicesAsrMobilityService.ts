import { z } from "zod";
import { proposal } from "../../lib/api/answer.js";
import { defineCmdlet } from "../../lib/api/cmdlet.js";
import { findProtectedItem } from "../../lib/api/find-item.js";
import { AsrJob } from "../../lib/api/objects/job.js";
import { updatePlan } from "../../lib/api/objects/what-if.js";
import { reference } from "../../lib/api/reference.js";
import { acceptHostKeyParameter, accountParameter, jobInput, startMachineJob, targetVersionParameter } from "../../lib/api/start-machine-job.js";

export const updateAsrMobilityService = defineCmdlet({
  name: "Update-AzureRmRecoveryServicesAsrMobilityService",
  synopsis: "Brings the Mobility service of a machine to a newer version.",
  remarks:
    "Answers at once with the job. WhatIf tells the versions on the way, whether the machine must be restarted, and everything that is in the way.",
  scope: "operator",
  parameterSets: {
    Default: z.object({
      ReplicationProtectedItem: reference("ASRReplicationProtectedItem", "The machine to update."),
      Account: accountParameter,
      TargetVersion: targetVersionParameter,
      AcceptHostKey: acceptHostKeyParameter,
    }),
  },
  defaultSet: "Default",
  output: AsrJob,
  answers: "job",
  supportsShouldProcess: true,
  examples: [
    {
      title: "Update a machine with an account of its fabric",
      parameters: { ReplicationProtectedItem: "<item ID>", Account: { AccountId: "3", AccountName: "LinuxAccount" } },
    },
    { title: "See what an update would do", parameters: { ReplicationProtectedItem: "<item ID>", WhatIf: true } },
  ],
  async run(context, parameters, caller) {
    const { machine } = await findProtectedItem(context, parameters.ReplicationProtectedItem);
    const input = await jobInput(context, machine.value, parameters);
    return proposal({
      target: machine.value.friendlyName,
      action: "Update Mobility Service",
      plan: async () => updatePlan(await context.planUpdate(machine.value, parameters.TargetVersion)),
      perform: () => startMachineJob(context, caller, { recipe: "update", machine: machine.value, input }),
    });
  },
});
