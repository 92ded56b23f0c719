import { FleetError, hasCode } from "../../core/errors.js";
import type { RunAsAccount } from "../../fleet/accounts/account.js";
import { secretOf } from "../../fleet/accounts/credential-secret.js";
import { doubtSecrets } from "../../fleet/secrets/doubt-secrets.js";
import type { FleetContext } from "../cmdlet/context.js";

type Deps = Pick<FleetContext, "accounts" | "secrets" | "doubts" | "clock">;

/** Removes the account's row, then its credential; gives the account as it was. Errors: ResourceNotFound. */
export async function removeRunAsAccount({ accounts, secrets, doubts, clock }: Deps, account: RunAsAccount): Promise<RunAsAccount> {
  const { fabric, id } = account;
  for (;;) {
    const found = await accounts.find(fabric, id);
    if (!found || isAnother(found.value, account))
      throw new FleetError("ResourceNotFound", `The run-as account ${id} of fabric ${fabric} is gone`, { target: "Account" });
    try {
      await doubtSecrets({ doubts, clock }, { kind: "account", fabric, id }, secretOf(found.value));
      await accounts.remove(found.value, found.etag);
      await secrets.remove(secretOf(found.value));
      return found.value;
    } catch (error) {
      if (!hasCode(error, "Conflict")) throw error; // a job that logged in wrote the row meanwhile
    }
  }
}

/** Who got the id after it was removed; the same one may have another name or another credential by now. */
const isAnother = (found: RunAsAccount, asked: RunAsAccount): boolean => found.name !== asked.name && secretOf(found) !== secretOf(asked);
