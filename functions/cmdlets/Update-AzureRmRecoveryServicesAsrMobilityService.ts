import { defineCmdlet } from "../../lib/api/cmdlet/cmdlet.js";
import { protectedSets } from "../../lib/api/machines/parameters.js";
import { proposeOnMachines } from "../../lib/api/machines/propose-on-machines.js";
import {
  acceptHostKeyParameter,
  acceptHostNameChangeParameter,
  accountParameter,
  restartParameter,
  targetVersionParameter,
} from "../../lib/api/machines/start-machine-job.js";
import { AsrJob } from "../../lib/api/objects/job.js";

export const updateAsrMobilityService = defineCmdlet({
  name: "Update-AzureRmRecoveryServicesAsrMobilityService",
  synopsis: "Brings the Mobility service of machines to a newer version: of one, of several, or of the protected machines of a container or fabric.",
  remarks:
    "Answers at once with the job; several machines make a batch (a container or fabric stands for its protected machines), whose children are listed by Get-AsrJob with ParentJob. WhatIf tells the versions on the way, whether machines must be restarted, and everything that is in the way; for a batch also the id of this plan. A batch with PlanId does exactly what the plan showed, or is refused with what has changed since.",
  scope: "operator",
  parameterSets: protectedSets({
    Account: accountParameter,
    TargetVersion: targetVersionParameter,
    AcceptHostKey: acceptHostKeyParameter,
    AcceptHostNameChange: acceptHostNameChangeParameter,
    Restart: restartParameter,
  }),
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
    {
      title: "Update all machines of a container that have 9.61, ten at a time, until three have failed",
      parameters: { ProtectionContainer: "<container ID>", AgentVersion: "9.61", MaxConcurrency: 10, MaxFailures: "3" },
    },
    { title: "Carry out a plan that was read", parameters: { PlanId: "0193582b-8d2e-7c3a-9f0e-2f4b8d3c1a5e" } },
  ],
  run: (context, parameters, caller) => proposeOnMachines(context, caller, parameters, { recipe: "update", protectedOnly: true }),
});
