import type { RunAsAccount } from "../../../lib/fleet/accounts/account.js";
import type { AccountStore } from "../../../lib/fleet/ports.js";
import { lowerKey, memoryRows } from "./memory-rows.js";

/** Run-as accounts in memory. */
export function memoryAccounts(): AccountStore {
  const accounts = memoryRows<RunAsAccount>(({ fabric, id }) => lowerKey(fabric, id));
  const numbered = (a: RunAsAccount, b: RunAsAccount) => Number(a.id) - Number(b.id);
  return {
    find: (fabric, id) => accounts.find(lowerKey(fabric, id)),
    list: async (fabric) =>
      accounts
        .all()
        .filter((account) => lowerKey(account.fabric) === lowerKey(fabric))
        .sort(numbered),
    create: accounts.create,
    replace: accounts.replace,
    remove: async ({ fabric, id }, etag) => accounts.removeWritten(lowerKey(fabric, id), etag),
  };
}
