import { z } from "zod";
import { proposal } from "../../lib/api/answer.js";
import { defineCmdlet } from "../../lib/api/cmdlet.js";
import { findEitherItem } from "../../lib/api/find-item.js";
import { AsrJob } from "../../lib/api/objects/job.js";
import { reference } from "../../lib/api/reference.js";
import { acceptHostKeyParameter, accountParameter, jobInput, startMachineJob } from "../../lib/api/start-machine-job.js";

const common = {
  Account: accountParameter,
  AcceptHostKey: acceptHostKeyParameter,
};

export const testAsrMobilityService = defineCmdlet({
  name: "Test-AzureRmRecoveryServicesAsrMobilityService",
  synopsis: "Looks at the Mobility service of a machine: version, services, registration, readiness. Changes nothing there.",
  remarks: "What was found is kept with the machine and shown by the Get- cmdlets.",
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
  examples: [{ title: "Look at a machine", parameters: { ProtectableItem: "<item ID>", Account: "LinuxAccount" } }],
  async run(context, parameters, caller) {
    const { machine } = await findEitherItem(context, parameters);
    const input = await jobInput(context, machine.value, parameters);
    return proposal({
      target: machine.value.friendlyName,
      action: "Test Mobility Service",
      perform: () => startMachineJob(context, caller, { recipe: "test", machine: machine.value, input }),
    });
  },
});
