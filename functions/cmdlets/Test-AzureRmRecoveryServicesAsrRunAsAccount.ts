import { z } from "zod";
import { proposal } from "../../lib/api/cmdlet/answer.js";
import { defineCmdlet } from "../../lib/api/cmdlet/cmdlet.js";
import { accountReference, reference } from "../../lib/api/cmdlet/reference.js";
import { findEitherItem } from "../../lib/api/machines/find-machine.js";
import {
  acceptHostKeyParameter,
  acceptHostNameChangeParameter,
  inputFor,
  refusePlatform,
  startMachineJob,
} from "../../lib/api/machines/start-machine-job.js";
import { AsrJob } from "../../lib/api/objects/job.js";

const common = {
  Account: accountReference("The account to try."),
  AcceptHostKey: acceptHostKeyParameter,
  AcceptHostNameChange: acceptHostNameChangeParameter,
};

export const testAsrRunAsAccount = defineCmdlet({
  name: "Test-AzureRmRecoveryServicesAsrRunAsAccount",
  synopsis: "Tries an account on one machine: logs in and becomes root. Changes nothing there.",
  remarks: "An account that was stopped after refused logins is free again when this succeeds.",
  extension: true,
  scope: "operator",
  parameterSets: {
    ByProtectableItem: z.object({ ProtectableItem: reference("ASRProtectableItem", "The machine to try on."), ...common }),
    ByReplicationProtectedItem: z.object({ ReplicationProtectedItem: reference("ASRReplicationProtectedItem", "The machine to try on."), ...common }),
  },
  defaultSet: "ByProtectableItem",
  output: AsrJob,
  answers: "job",
  supportsShouldProcess: true,
  examples: [{ title: "Try an account", parameters: { ProtectableItem: "<item ID>", Account: "LinuxAccount" } }],
  async run(context, parameters, caller) {
    const { machine } = await findEitherItem(context, parameters);
    refusePlatform("test-account", [machine.value]);
    const input = await inputFor(context, machine.value, parameters);
    return proposal({
      target: machine.value.friendlyName,
      action: "Test run-as account",
      perform: () => startMachineJob(context, caller, { recipe: "test-account", machine: machine.value, input }),
    });
  },
});
