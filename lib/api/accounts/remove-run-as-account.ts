import { FleetError, hasCode } from "../../core/errors.js";
import type { RunAsAccount } from "../../fleet/accounts/account.js";
import { secretOf } from "../../fleet/accounts/credential-secret.js";
import type { FleetContext } from "../cmdlet/context.js";

/** Removes the account's row, then its credential; gives the account as it was. Errors: ResourceNotFound. */
export async function removeRunAsAccount(
  { accounts, secrets }: Pick<FleetContext, "accounts" | "secrets">,
  { fabric, id }: RunAsAccount,
): Promise<RunAsAccount> {
  for (;;) {
    const found = await accounts.find(fabric, id);
    if (!found) throw new FleetError("ResourceNotFound", `The run-as account ${id} of fabric ${fabric} is gone`, { target: "Account" });
    try {
      await accounts.remove(found.value, found.etag);
      await secrets.remove(secretOf(found.value));
      return found.value;
    } catch (error) {
      if (!hasCode(error, "Conflict")) throw error; // a job that logged in wrote the row meanwhile
    }
  }
}
