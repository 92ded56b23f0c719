import { z } from "zod";
import { checkPrivateKey } from "../../lib/api/accounts/check-private-key.js";
import { createAccount, madeBefore } from "../../lib/api/accounts/create-account.js";
import { object, proposal } from "../../lib/api/cmdlet/answer.js";
import { defineCmdlet } from "../../lib/api/cmdlet/cmdlet.js";
import { secretText, switchParameter, text } from "../../lib/api/cmdlet/parameter.js";
import { reference } from "../../lib/api/cmdlet/reference.js";
import { findFabric } from "../../lib/api/fabrics/find-fabric.js";
import { AsrRunAsAccount, asrRunAsAccount } from "../../lib/api/objects/account.js";
import { FleetError } from "../../lib/core/errors.js";

export const newAsrRunAsAccount = defineCmdlet({
  name: "New-AzureRmRecoveryServicesAsrRunAsAccount",
  synopsis: "Adds an account that logs in to the machines of a fabric.",
  remarks:
    "A password, a private key (with its passphrase where it has one), or both. They go to the secret store and are never shown again. The first job that uses the account proves it on one machine before others do.",
  extension: true,
  scope: "administrator",
  parameterSets: {
    Default: z.object({
      Fabric: reference("ASRFabric", "The fabric whose machines the account opens."),
      AccountName: text("Name that people know the account by; unique in the fabric."),
      UserName: text("Name to log in with."),
      Password: secretText("Password of the user, also for sudo.").optional(),
      PrivateKey: secretText("Private key in OpenSSH form, PEM, PKCS#8 or PuTTY's version 2.", { path: "PrivateKeyPath" }).optional(),
      PrivateKeyPassphrase: secretText("Passphrase of the private key.").optional(),
      DomainAccount: switchParameter("The account is of a domain: one refusal stops it everywhere, so that it is not locked out.").optional(),
    }),
  },
  defaultSet: "Default",
  output: AsrRunAsAccount,
  answers: "object",
  supportsShouldProcess: true,
  examples: [
    { title: "Add an account with a password", parameters: { Fabric: "CS1", AccountName: "LinuxAccount", UserName: "root", Password: "<password>" } },
  ],
  async run(context, { Fabric, AccountName, UserName, Password, PrivateKey, PrivateKeyPassphrase, DomainAccount }) {
    if (!Password && !PrivateKey)
      throw missing("One of the parameters Password and PrivateKey is missing; expected at least one of them", "Password");
    if (PrivateKeyPassphrase && !PrivateKey)
      throw missing("The parameter PrivateKey is missing; PrivateKeyPassphrase opens nothing without it", "PrivateKey");
    const { name: fabric } = (await findFabric(context, Fabric)).value;
    const credential = {
      ...(Password && { password: Password }),
      ...(PrivateKey && { privateKey: PrivateKey }),
      ...(PrivateKeyPassphrase && { privateKeyPassphrase: PrivateKeyPassphrase }),
    };
    await checkPrivateKey(credential);
    const account = { fabric, name: AccountName, userName: UserName, isDomainAccount: DomainAccount ?? false, credential };
    const made = await madeBefore(context, account);
    return proposal({
      target: AccountName,
      action: "Add run-as account",
      perform: async () => object(asrRunAsAccount(made ?? (await createAccount(context, account)))),
    });
  },
});

const missing = (message: string, target: string) => new FleetError("InvalidParameter", message, { target });
