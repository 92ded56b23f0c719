import { hasCode } from "../core/errors.js";
import type { Versioned } from "../core/versioned.js";
import type { RunAsAccount } from "../fleet/accounts/account.js";
import type { AccountStore } from "../fleet/ports.js";

/** Writes a change of the account, again on the newer row when somebody else wrote it meanwhile. */
export async function changeAccount(
  accounts: AccountStore,
  found: Versioned<RunAsAccount>,
  change: (account: RunAsAccount) => RunAsAccount,
): Promise<void> {
  const changed = change(found.value);
  if (changed === found.value) return;
  try {
    await accounts.replace(changed, found.etag);
  } catch (error) {
    if (!hasCode(error, "Conflict")) throw error;
    const newer = await accounts.find(found.value.fabric, found.value.id);
    if (newer) await changeAccount(accounts, newer, change);
  }
}
