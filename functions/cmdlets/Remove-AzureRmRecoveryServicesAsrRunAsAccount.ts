import { z } from "zod";
import { refuseAccountInUse } from "../../lib/api/accounts/account-users.js";
import { removeRunAsAccount } from "../../lib/api/accounts/remove-run-as-account.js";
import { object, proposal } from "../../lib/api/cmdlet/answer.js";
import { defineCmdlet } from "../../lib/api/cmdlet/cmdlet.js";
import { accountReference, reference } from "../../lib/api/cmdlet/reference.js";
import { findAccount, findFabric } from "../../lib/api/fabrics/find-fabric.js";
import { AsrRunAsAccount, asrRunAsAccount } from "../../lib/api/objects/account.js";

export const removeAsrRunAsAccount = defineCmdlet({
  name: "Remove-AzureRmRecoveryServicesAsrRunAsAccount",
  synopsis: "Removes an account and its credential. Refused while it is in use.",
  remarks: "The error names its users: machines, jump hosts and jobs that have not ended. Answers with the account as it was.",
  extension: true,
  scope: "administrator",
  parameterSets: {
    Default: z.object({
      Fabric: reference("ASRFabric", "The fabric of the account."),
      Account: accountReference("The account to remove."),
    }),
  },
  defaultSet: "Default",
  output: AsrRunAsAccount,
  answers: "object",
  supportsShouldProcess: true,
  examples: [{ title: "Remove an account", parameters: { Fabric: "CS1", Account: "OldAccount" } }],
  async run(context, { Fabric, Account }) {
    const { name: fabric } = (await findFabric(context, Fabric)).value;
    const account = await findAccount(context, fabric, Account);
    await refuseAccountInUse(context, account);
    return proposal({
      target: account.name,
      action: "Remove run-as account",
      perform: async () => object(asrRunAsAccount(await removeRunAsAccount(context, account))),
    });
  },
});
