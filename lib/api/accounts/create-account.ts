import { FleetError, hasCode } from "../../core/errors.js";
import type { Versioned } from "../../core/versioned.js";
import type { RunAsAccount } from "../../fleet/accounts/account.js";
import type { Credential } from "../../fleet/accounts/credential.js";
import { encodeCredential, secretOf } from "../../fleet/accounts/credential-secret.js";
import type { FleetContext } from "../cmdlet/context.js";

type NewAccount = Readonly<{ fabric: string; name: string; userName: string; isDomainAccount: boolean; credential: Credential }>;
type Stores = Pick<FleetContext, "accounts" | "secrets">;

/**
 * Makes an account with the next free id. Its row is first reserved (stopped, without a credential), so that no two calls write
 * one secret; then the secret is saved; then the row becomes usable. A reservation that a crash left behind is taken up by the next call.
 * Throws Conflict when the name is taken.
 */
export async function createAccount({ accounts, secrets }: Stores, account: NewAccount): Promise<RunAsAccount> {
  const reserved = await reserve(accounts, account);
  await secrets.put(secretOf(reserved.value), encodeCredential(account.credential));
  const { password, privateKey } = account.credential;
  const usable = { ...reserved.value, hasPassword: password !== undefined, hasPrivateKey: privateKey !== undefined, stopped: false };
  return (await accounts.replace({ ...usable, userName: account.userName, isDomainAccount: account.isDomainAccount }, reserved.etag)).value;
}

/** Throws Conflict when the fabric has a usable account of this name. */
export async function refuseTakenName({ accounts }: Pick<FleetContext, "accounts">, fabric: string, name: string): Promise<void> {
  const holder = (await accounts.list(fabric)).find((one) => sameName(one.name, name));
  if (!holder || isReservation(holder)) return;
  throw new FleetError("Conflict", `Fabric "${fabric}" has a run-as account "${holder.name}" already; its id is ${holder.id}`, {
    target: "AccountName",
  });
}

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
