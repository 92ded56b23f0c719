import type { Secret } from "../core/secret.js";
import type { RunAsAccount } from "../fleet/accounts/account.js";
import { secretOf } from "../fleet/accounts/credential-secret.js";
import type { AccountStore, SecretStore } from "../fleet/ports.js";
import { NotYet } from "./not-yet.js";

type Deps = Readonly<{ accounts: AccountStore; secrets: SecretStore }>;

/** The account's present credential. Throws NotYet when it was changed after the row had been read. */
export async function findCredential({ accounts, secrets }: Deps, account: RunAsAccount): Promise<Secret | undefined> {
  const secret = await secrets.find(secretOf(account));
  if (secret) return secret;
  const now = (await accounts.find(account.fabric, account.id))?.value;
  if (now && secretOf(now) !== secretOf(account)) throw new NotYet(1, `The credential of ${account.name} was changed at this moment`);
  return undefined;
}
