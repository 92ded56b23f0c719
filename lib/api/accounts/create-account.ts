import { FleetError, hasCode } from "../../core/errors.js";
import type { Versioned } from "../../core/versioned.js";
import type { RunAsAccount } from "../../fleet/accounts/account.js";
import type { Credential } from "../../fleet/accounts/credential.js";
import { credentialSecretName, encodeCredential, newSecretName, secretOf } from "../../fleet/accounts/credential-secret.js";
import { doubtSecrets } from "../../fleet/secrets/doubt-secrets.js";
import type { FleetContext } from "../cmdlet/context.js";

type NewAccount = Readonly<{ fabric: string; name: string; userName: string; isDomainAccount: boolean; credential: Credential }>;
type Stores = Pick<FleetContext, "accounts" | "secrets">;
type Deps = Stores & Pick<FleetContext, "doubts" | "clock">;

/**
 * Makes an account with the next free id. Its row is first reserved (stopped, without a credential); then the secret is saved, under a name that no
 * other call writes; then the row becomes usable and names it. A reservation that a crash left behind is taken up by the next call.
 * Throws Conflict when the name is taken.
 */
export async function createAccount({ accounts, secrets, ...deps }: Deps, account: NewAccount): Promise<RunAsAccount> {
  const reserved = await reserve(accounts, account);
  const { fabric, id } = reserved.value;
  const credentialSecret = newSecretName(credentialSecretName(fabric, id), deps.clock.now());
  await doubtSecrets(deps, { kind: "account", fabric, id }, credentialSecret);
  await secrets.put(credentialSecret, encodeCredential(account.credential));
  const has = { hasPassword: account.credential.password !== undefined, hasPrivateKey: account.credential.privateKey !== undefined };
  const usable = { ...reserved.value, ...has, credentialSecret, stopped: false };
  return (await accounts.replace({ ...usable, userName: account.userName, isDomainAccount: account.isDomainAccount }, reserved.etag)).value;
}

/**
 * The account that the very same call has made before without hearing of it, and that nobody has logged in with since. Throws Conflict when any other
 * has the name.
 */
export async function madeBefore({ accounts, secrets }: Stores, account: NewAccount): Promise<RunAsAccount | undefined> {
  const holder = (await accounts.list(account.fabric)).find((one) => sameName(one.name, account.name) && !isReservation(one));
  if (!holder) return undefined;
  const isNew = holder.credentialVersion === 1 && holder.provedVersion === 0 && holder.refusedInARow === 0 && !holder.stopped;
  const isSame = holder.name === account.name && holder.userName === account.userName && holder.isDomainAccount === account.isDomainAccount;
  if (isNew && isSame && (await secrets.find(secretOf(holder)))?.reveal() === encodeCredential(account.credential).reveal()) return holder;
  throw nameTaken(holder);
}

/** Throws Conflict when the fabric has a usable account of this name. */
export async function refuseTakenName({ accounts }: Pick<FleetContext, "accounts">, fabric: string, name: string): Promise<void> {
  const holder = (await accounts.list(fabric)).find((one) => sameName(one.name, name));
  if (!holder || isReservation(holder)) return;
  throw nameTaken(holder);
}

const nameTaken = ({ fabric, name, id }: RunAsAccount) =>
  new FleetError("Conflict", `Fabric "${fabric}" has a run-as account "${name}" already; its id is ${id}`, { target: "AccountName" });

async function reserve(accounts: FleetContext["accounts"], account: NewAccount): Promise<Versioned<RunAsAccount>> {
  for (;;) {
    await refuseTakenName({ accounts }, account.fabric, account.name);
    const known = await accounts.list(account.fabric);
    const left = known.find((one) => sameName(one.name, account.name));
    const existing = left && (await accounts.find(account.fabric, left.id));
    if (existing) return existing;
    try {
      return await accounts.create(reservation(account, known));
    } catch (error) {
      if (!hasCode(error, "Conflict")) throw error; // somebody else took the id: the next one
    }
  }
}

const reservation = ({ fabric, name, userName, isDomainAccount }: NewAccount, known: readonly RunAsAccount[]): RunAsAccount => ({
  fabric,
  id: String(Math.max(0, ...known.map((one) => Number(one.id)).filter(Number.isInteger)) + 1),
  name,
  userName,
  hasPassword: false,
  hasPrivateKey: false,
  isDomainAccount,
  credentialVersion: 1,
  provedVersion: 0,
  refusedBy: [],
  refusedInARow: 0,
  stopped: true,
});

const isReservation = ({ hasPassword, hasPrivateKey }: RunAsAccount): boolean => !hasPassword && !hasPrivateKey;

const sameName = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();
