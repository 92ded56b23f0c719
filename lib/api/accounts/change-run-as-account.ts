import { FleetError, hasCode } from "../../core/errors.js";
import type { Secret } from "../../core/secret.js";
import type { RunAsAccount } from "../../fleet/accounts/account.js";
import { credentialSecretName, decodeCredential, encodeCredential, newSecretName, secretOf } from "../../fleet/accounts/credential-secret.js";
import { withNewCredential } from "../../fleet/accounts/log-in.js";
import { doubtSecrets } from "../../fleet/secrets/doubt-secrets.js";
import type { FleetContext } from "../cmdlet/context.js";
import { checkPrivateKey } from "./check-private-key.js";

/** What is not given stays as it is; a part of the credential that is null is taken away. */
export type AccountChange = Readonly<{
  name?: string;
  userName?: string;
  isDomainAccount?: boolean;
  password?: Secret | null;
  privateKey?: Secret | null;
  privateKeyPassphrase?: Secret;
}>;

type Deps = Pick<FleetContext, "accounts" | "secrets" | "doubts" | "clock">;

/**
 * Changes the account with one write of its row: a new credential lies in the secret store before it, under a name of its own, and the old one
 * is taken away after it. Errors: ResourceNotFound, InvalidParameter when nothing would be left to log in with.
 */
export async function changeRunAsAccount(
  { accounts, secrets, doubts, clock }: Deps,
  { fabric, id }: RunAsAccount,
  change: AccountChange,
): Promise<RunAsAccount> {
  const newName = newSecretName(credentialSecretName(fabric, id), clock.now());
  for (;;) {
    const found = await accounts.find(fabric, id);
    if (!found) throw new FleetError("ResourceNotFound", `The run-as account ${id} of fabric ${fabric} is gone`, { target: "Account" });
    const before = found.value;
    const { name = before.name, userName = before.userName, isDomainAccount = before.isDomainAccount } = change;
    const named: RunAsAccount = { ...before, name, userName, isDomainAccount };
    const credential = logsInAnew(before, change) ? await merged(await secrets.find(secretOf(before)), change) : undefined;
    if (credential) {
      await doubtSecrets({ doubts, clock }, { kind: "account", fabric, id }, newName, secretOf(before));
      await secrets.put(newName, encodeCredential(credential));
    }
    const changed = credential ? withNewCredential(named, newName, credential) : named;
    try {
      const { value } = await accounts.replace(changed, found.etag);
      if (credential && secretOf(before) !== newName) await secrets.remove(secretOf(before));
      return value;
    } catch (error) {
      if (!hasCode(error, "Conflict")) throw error; // a job that logged in wrote the row meanwhile
    }
  }
}

const logsInAnew = (before: RunAsAccount, { userName, password, privateKey, privateKeyPassphrase }: AccountChange): boolean =>
  [password, privateKey, privateKeyPassphrase].some((part) => part !== undefined) || (userName !== undefined && userName !== before.userName);

/** A new private key does not keep the passphrase of the old one. */
async function merged(stored: Secret | undefined, { password, privateKey, privateKeyPassphrase }: AccountChange) {
  const before = stored ? decodeCredential(stored) : {};
  const key = privateKey === undefined ? before.privateKey : privateKey;
  const phrase = privateKeyPassphrase ?? (privateKey === undefined ? before.privateKeyPassphrase : undefined);
  const word = password === undefined ? before.password : password;
  if (!word && !key)
    throw new FleetError("InvalidParameter", "Nothing would be left to log in with; expected a Password, a PrivateKey, or both", {
      target: "Password",
    });
  if (privateKeyPassphrase && !key)
    throw new FleetError("InvalidParameter", "The account has no private key that PrivateKeyPassphrase could open", { target: "PrivateKey" });
  const credential = { ...(word && { password: word }), ...(key && { privateKey: key, ...(phrase && { privateKeyPassphrase: phrase }) }) };
  if (privateKey || privateKeyPassphrase) await checkPrivateKey(credential);
  return credential;
}
