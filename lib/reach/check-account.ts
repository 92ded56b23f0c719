import type { Clock } from "../core/clock.js";
import { type FleetError, hasCode } from "../core/errors.js";
import type { Versioned } from "../core/versioned.js";
import type { RunAsAccount } from "../fleet/accounts/account.js";
import { beginProving, type LogInAnswer, mayLogIn } from "../fleet/accounts/log-in.js";
import type { AccountStore } from "../fleet/ports.js";
import { NotYet } from "./not-yet.js";

type Deps = Readonly<{ accounts: AccountStore; clock: Clock }>;

export type Refused = Extract<LogInAnswer, "stopped" | "refused-here">;

/** Where an account is to log in. */
export type LogInAttempt = Readonly<{
  /** How the account's row calls the machine or jump host that asks for the login. */
  key: string;
  /** Name of the machine that is to be reached. */
  machine: string;
  /** Where others prove a new credential meanwhile, in words. */
  provedOn: string;
  refusal(answer: Refused): FleetError;
}>;

/**
 * Returns when the account may log in there now. A new credential is tried for one machine while the others wait, so that a wrong one is not tried
 * by every worker at once. Throws the refusal, or NotYet.
 */
export async function checkAccount(
  { accounts, clock }: Deps,
  { value: account, etag }: Versioned<RunAsAccount>,
  { key, machine, provedOn, refusal }: LogInAttempt,
): Promise<void> {
  const now = clock.now();
  const answer = mayLogIn(account, key, now);
  switch (answer) {
    case "yes":
      return;
    case "stopped":
    case "refused-here":
      throw refusal(answer);
    case "wait":
      if (account.proving?.machine === machine) return;
      throw new NotYet(15, `Waits until the new credential of ${account.name} is proved ${provedOn}`);
    case "prove-first":
      await accounts.replace(beginProving(account, machine, now), etag).catch((error: unknown) => {
        throw hasCode(error, "Conflict") ? new NotYet(5, `Waits for its turn with ${account.name}`) : error;
      });
  }
}
