import type { Clock } from "../../core/clock.js";
import type { Log } from "../../core/log.js";
import { secretOf } from "../accounts/credential-secret.js";
import type { AccountStore, AlertStore, FabricStore, SecretDoubts, SecretStore } from "../ports.js";
import type { SecretDoubt } from "./secret-doubt.js";

export type SettleDeps = Readonly<{
  doubts: SecretDoubts;
  secrets: Pick<SecretStore, "remove">;
  accounts: Pick<AccountStore, "find">;
  fabrics: Pick<FabricStore, "find">;
  alerts: Pick<AlertStore, "findSetting">;
  /** The name of the key that the audit uses; undefined while it has none. */
  auditKey(): Promise<string | undefined>;
  clock: Clock;
  log: Log;
}>;

/** No call that writes a secret and its row lasts so long, and no token of a job is good for so long. */
const SETTLED_AFTER_MS = 24 * 3_600_000;

const MOST_A_TURN = 5000;

/** Removes secrets that no row names a day after they were written or let go; gives their number. Where the row cannot be read, its secret stays. */
export async function settleDoubts(deps: SettleDeps): Promise<number> {
  const before = new Date(deps.clock.now().getTime() - SETTLED_AFTER_MS);
  let removed = 0;
  for (const { value: doubt, etag } of await deps.doubts.list(MOST_A_TURN)) {
    if (doubt.since > before.toISOString()) continue;
    try {
      const isNamed = (await namedBy(deps, doubt)) === doubt.secret;
      if (!isNamed) await deps.secrets.remove(doubt.secret);
      await deps.doubts.settle(doubt, etag);
      if (!isNamed) removed++;
    } catch (error) {
      deps.log.warn("whether a secret is still needed is not known; it stays", { secret: doubt.secret, error });
    }
  }
  return removed;
}

/** What the owner's row names now. Throws where it cannot be read. */
async function namedBy({ accounts, fabrics, alerts, auditKey }: SettleDeps, { owner }: SecretDoubt): Promise<string | undefined> {
  switch (owner.kind) {
    case "account": {
      const account = await accounts.find(owner.fabric, owner.id);
      return account && secretOf(account.value);
    }
    case "fabric":
      return (await fabrics.find(owner.name))?.value.registrationSecret;
    case "alerts":
      return (await alerts.findSetting()).webhook?.secret;
    case "audit":
      return auditKey();
    case "job":
      return undefined;
  }
}
