import { useSignal } from "@preact/signals";
import type { Account, Fabric } from "../api/objects.js";
import { Act } from "../controls/act.js";
import { Check, Field } from "../controls/field.js";

type Props = Readonly<{ fabric: Fabric; account: Account | undefined; onDone: () => void; onClose: () => void }>;

/** A new account, or a change of one: what is left empty stays as it is. */
export function AccountForm({ fabric, account, onDone, onClose }: Props) {
  const name = useSignal(account?.AccountName ?? "");
  const user = useSignal(account?.FleetDetails.UserName ?? "");
  const password = useSignal("");
  const key = useSignal("");
  const passphrase = useSignal("");
  const domain = useSignal(account?.FleetDetails.IsDomainAccount ?? false);
  const resume = useSignal(true);
  const parameters = {
    Fabric: fabric.ID,
    ...(account && { Account: account.AccountId }),
    ...(name.value !== account?.AccountName && { AccountName: name.value }),
    ...(user.value !== account?.FleetDetails.UserName && { UserName: user.value }),
    ...(password.value !== "" && { Password: password.value }),
    ...(key.value !== "" && { PrivateKey: key.value }),
    ...(passphrase.value !== "" && { PrivateKeyPassphrase: passphrase.value }),
    ...(domain.value !== (account?.FleetDetails.IsDomainAccount ?? false) && { DomainAccount: domain.value }),
    ...(account && resume.value && { ResumeJobs: true }),
  };
  return (
    <Act
      title={account ? "Change the account" : "Make the account"}
      target={`${account?.AccountName ?? "A new account"} of ${fabric.FriendlyName}`}
      does={
        account
          ? "A new password or key is proved on one machine before the fleet uses it."
          : "It is proved on one machine before the fleet uses it. Passwords and keys are kept sealed, and shown nowhere."
      }
      cmdlet={account ? "Set-AzureRmRecoveryServicesAsrRunAsAccount" : "New-AzureRmRecoveryServicesAsrRunAsAccount"}
      parameters={parameters}
      secrets={["Password", "PrivateKey", "PrivateKeyPassphrase"]}
      scope="administrator"
      missing={name.value.trim() === "" || user.value.trim() === "" ? "An account has a name, and one to log in with." : ""}
      onDone={onDone}
      onClose={onClose}
    >
      <Field label="Name of the account" value={name.value} onInput={(text) => (name.value = text)} required />
      <Field label="Logs in as" value={user.value} onInput={(text) => (user.value = text)} hint="root, or CONTOSO\\svc-asr" required />
      <Field label="Password" type="password" value={password.value} onInput={(text) => (password.value = text)} hint={account ? "as it is" : ""} />
      <label class="field">
        <span>Private key</span>
        <textarea
          rows={3}
          spellcheck={false}
          autocomplete="off"
          placeholder={account ? "as it is" : "-----BEGIN OPENSSH PRIVATE KEY-----"}
          value={key.value}
          onInput={(event) => {
            key.value = event.currentTarget.value;
          }}
        />
      </label>
      {key.value !== "" && (
        <Field label="Passphrase of the key" type="password" value={passphrase.value} onInput={(text) => (passphrase.value = text)} />
      )}
      <Check checked={domain.value} onChange={(on) => (domain.value = on)}>
        An account of a domain: one refusal stops it, so that it is not locked out
      </Check>
      {account && (
        <Check checked={resume.value} onChange={(on) => (resume.value = on)}>
          Jobs that wait for this account go on
        </Check>
      )}
    </Act>
  );
}
