import type { RunAsAccount } from "./account.js";
import type { Credential } from "./credential.js";

/** After so many refusals in a row a local account is stopped; a domain account after the first (lock-out). */
export const MAX_REFUSALS_IN_A_ROW = 3;
const PROVING_SECONDS = 120;

export type LogInAnswer = "yes" | "prove-first" | "wait" | "refused-here" | "stopped";

/**
 * May a job log in to this machine with this account now?
 * A refused login is never tried again by itself, and a new credential is proved on one machine before a fleet uses it.
 */
export function mayLogIn(account: RunAsAccount, machine: string, now: Date): LogInAnswer {
  if (account.stopped) return "stopped";
  if (account.refusedBy.includes(machine)) return "refused-here";
  if (account.provedVersion >= account.credentialVersion) return "yes";
  if (account.proving && account.proving.machine !== machine && account.proving.until > now.toISOString()) return "wait";
  return "prove-first";
}

/** The account while one machine tries its new credential. */
export const beginProving = (account: RunAsAccount, machine: string, now: Date): RunAsAccount => ({
  ...account,
  proving: { machine, until: new Date(now.getTime() + PROVING_SECONDS * 1000).toISOString() },
});

/**
 * The account after a machine let it in; the same object when nothing changes. Only a test of the account itself lifts a stop:
 * a login that was on its way when the account was stopped does not.
 */
export function accepted(account: RunAsAccount, machine: string, { liftStop = false } = {}): RunAsAccount {
  if (account.stopped && !liftStop) return account;
  const { proving, ...rest } = account;
  const known = account.provedVersion >= account.credentialVersion && !proving && !account.stopped;
  if (known && account.refusedInARow === 0 && !account.refusedBy.includes(machine)) return account;
  const refusedBy = account.refusedBy.filter((name) => name !== machine);
  return { ...rest, refusedBy, provedVersion: account.credentialVersion, refusedInARow: 0, stopped: false };
}

/** The account with another credential or user name: it is to be proved anew, and what was refused before counts no more. */
export function withNewCredential(account: RunAsAccount, credentialSecret: string, { password, privateKey }: Credential): RunAsAccount {
  const { proving: _over, ...rest } = account;
  const has = { hasPassword: password !== undefined, hasPrivateKey: privateKey !== undefined };
  return { ...rest, ...has, credentialSecret, credentialVersion: account.credentialVersion + 1, refusedBy: [], refusedInARow: 0, stopped: false };
}

/** The account after a machine refused it. */
export function refused(account: RunAsAccount, machine: string): RunAsAccount {
  const { proving: _over, ...rest } = account;
  const refusedInARow = account.refusedInARow + 1;
  return {
    ...rest,
    refusedBy: [...account.refusedBy.filter((name) => name !== machine), machine].slice(-1000),
    refusedInARow,
    stopped: account.stopped || account.isDomainAccount || refusedInARow >= MAX_REFUSALS_IN_A_ROW,
  };
}
