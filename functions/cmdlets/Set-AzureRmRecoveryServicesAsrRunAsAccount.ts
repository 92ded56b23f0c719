import { z } from "zod";
import { changeRunAsAccount } from "../../lib/api/accounts/change-run-as-account.js";
import { checkPrivateKey } from "../../lib/api/accounts/check-private-key.js";
import { refuseTakenName } from "../../lib/api/accounts/create-account.js";
import { object, proposal } from "../../lib/api/cmdlet/answer.js";
import { defineCmdlet } from "../../lib/api/cmdlet/cmdlet.js";
import { secretText, switchParameter, text } from "../../lib/api/cmdlet/parameter.js";
import { accountReference, reference } from "../../lib/api/cmdlet/reference.js";
import { findAccount, findFabric } from "../../lib/api/fabrics/find-fabric.js";
import { resumeWaitingJobs } from "../../lib/api/jobs/resume-waiting-jobs.js";
import { AsrRunAsAccount, asrRunAsAccount } from "../../lib/api/objects/account.js";
import { FleetError } from "../../lib/core/errors.js";

export const setAsrRunAsAccount = defineCmdlet({
  name: "Set-AzureRmRecoveryServicesAsrRunAsAccount",
  synopsis: "Changes an account that logs in to machines, or its credential.",
  remarks:
    "What is not given stays as it is. A new credential or user name is used by every job from its next login on, is proved on one machine before others use it, and lifts a stop after refused logins. Jobs that were suspended because of the account go on with ResumeJobs, or one by one with Resume-AsrJob.",
  extension: true,
  scope: "administrator",
  parameterSets: {
    Default: z.object({
      Fabric: reference("ASRFabric", "The fabric whose machines the account opens."),
      Account: accountReference("The account to change."),
      AccountName: text("New name that people know it by; unique in the fabric.").optional(),
      UserName: text("New name to log in with.").optional(),
      Password: secretText("New password of the user, also for sudo.").optional(),
      PrivateKey: secretText("New private key in OpenSSH form, PEM, PKCS#8 or PuTTY's version 2.", { path: "PrivateKeyPath" }).optional(),
      PrivateKeyPassphrase: secretText("Passphrase of the private key.").optional(),
      RemovePassword: switchParameter("The account has no password any more.").optional(),
      RemovePrivateKey: switchParameter("The account has no private key any more.").optional(),
      DomainAccount: switchParameter("The account is of a domain: one refusal stops it everywhere, so that it is not locked out.").optional(),
      ResumeJobs: switchParameter(
        "Jobs and batches that were suspended because of the account go on where they were, after the change, or without one when the cause was mended elsewhere. Batches that MaxFailures halted stay.",
      ).optional(),
    }),
  },
  defaultSet: "Default",
  output: AsrRunAsAccount,
  answers: "object",
  supportsShouldProcess: true,
  examples: [
    { title: "Change a password", parameters: { Fabric: "CS1", Account: "LinuxAccount", Password: "<password>" } },
    { title: "… and let go on what waits for it", parameters: { Fabric: "CS1", Account: "LinuxAccount", Password: "<password>", ResumeJobs: true } },
  ],
  async run(context, parameters) {
    const { Fabric, Account, AccountName, UserName, Password, PrivateKey, PrivateKeyPassphrase } = parameters;
    const { RemovePassword, RemovePrivateKey, DomainAccount, ResumeJobs } = parameters;
    if (Password && RemovePassword) throw both("Password", "RemovePassword");
    if (PrivateKey && RemovePrivateKey) throw both("PrivateKey", "RemovePrivateKey");
    if (PrivateKey) await checkPrivateKey({ privateKey: PrivateKey, ...(PrivateKeyPassphrase && { privateKeyPassphrase: PrivateKeyPassphrase }) });
    const { name: fabric } = (await findFabric(context, Fabric)).value;
    const account = await findAccount(context, fabric, Account);
    if (AccountName !== undefined && AccountName.toLowerCase() !== account.name.toLowerCase()) await refuseTakenName(context, fabric, AccountName);
    const change = {
      ...(AccountName !== undefined && { name: AccountName }),
      ...(UserName !== undefined && { userName: UserName }),
      ...(DomainAccount !== undefined && { isDomainAccount: DomainAccount }),
      ...(Password && { password: Password }),
      ...(RemovePassword && { password: null }),
      ...(PrivateKey && { privateKey: PrivateKey }),
      ...(RemovePrivateKey && { privateKey: null }),
      ...(PrivateKeyPassphrase && { privateKeyPassphrase: PrivateKeyPassphrase }),
    };
    const isChange = Object.keys(change).length > 0;
    if (!isChange && !ResumeJobs)
      throw new FleetError("InvalidParameter", "Nothing is to be changed; expected at least one parameter beside Fabric and Account");
    return proposal({
      target: account.name,
      action: ResumeJobs ? "Change run-as account and resume its jobs" : "Change run-as account",
      perform: async () => {
        const changed = isChange ? await changeRunAsAccount(context, account, change) : account;
        return object(asrRunAsAccount(changed, ResumeJobs ? await resumeWaitingJobs(context, account) : undefined));
      },
    });
  },
});

const both = (one: string, other: string) =>
  new FleetError("InvalidParameter", `The parameters ${one} and ${other} exclude each other; expected one of them`, { target: one });
